import { Recent } from './recent';

/**
 * Names under which personal data stands in events of types we do not know, spelt as `plainName` spells them.
 * When in doubt a name is here: sealing too much costs microseconds and is read back as it was; sealing too little is for ever.
 * May grow at any time: what is stored already stays as it was sealed.
 */
export const PERSONAL_NAMES: ReadonlySet<string> = new Set([
  // the person as a whole: everything below is sealed as one value
  'traits', 'person', 'profile', 'contact', 'contacts', 'recipient', 'recipients', 'participant', 'participants', 'attendee', 'attendees', 'passenger', 'passengers', 'userproperties', 'personproperties',
  // names
  'name', 'firstname', 'lastname', 'middlename', 'fullname', 'givenname', 'familyname', 'surname', 'maidenname', 'displayname', 'nickname', 'username', 'login', 'loginname', 'screenname', 'handle', 'initials',
  'customername', 'contactname', 'clientname', 'agentname', 'membername', 'ownername', 'sendername', 'recipientname', 'authorname', 'employeename', 'guestname', 'inviteename', 'personname', 'cardholder', 'accountholder', 'salutation',
  'vorname', 'nachname', 'familienname', 'geburtsname', 'benutzername', 'kundenname', 'ansprechpartner', 'anrede',
  // ways to reach somebody
  'email', 'emails', 'mail', 'emailaddress', 'phone', 'phones', 'phonenumber', 'mobile', 'mobilenumber', 'mobilephone', 'cell', 'cellphone', 'telephone', 'telephonenumber', 'tel', 'fax', 'faxnumber', 'msisdn', 'whatsapp', 'skype', 'telegram', 'twitter', 'linkedin', 'facebook', 'instagram',
  'telefon', 'telefonnummer', 'handy', 'handynummer', 'mobil', 'rufnummer',
  // places
  'address', 'addresses', 'addressline', 'street', 'streetaddress', 'streetname', 'streetnumber', 'housenumber', 'pobox', 'city', 'town', 'zip', 'zipcode', 'postalcode', 'postcode', 'location', 'geo', 'coordinates', 'latitude', 'longitude', 'lat', 'lng', 'lon',
  'adresse', 'anschrift', 'strasse', 'straße', 'hausnummer', 'plz', 'postleitzahl', 'ort', 'wohnort', 'stadt',
  // what somebody is known by; a device belongs to one person as often as not, down to "Jen's iPhone"
  'userid', 'uid', 'anonymousid', 'previousid', 'distinctid', 'externalid', 'externalids', 'identifier', 'identifiers', 'mergeproperties', 'customerid', 'contactid', 'personid', 'profileid', 'visitorid', 'memberid', 'clientid', 'sessionid', 'cookieid', 'agentid',
  'device', 'deviceid', 'devicetoken', 'pushtoken', 'advertisingid', 'idfa', 'idfv', 'gaid', 'imei', 'imsi', 'mac', 'macaddress', 'fingerprint', 'useragent', 'useragentdata', 'gclid', 'fbclid', 'msclkid', 'fbp', 'fbc',
  'ip', 'ips', 'ipaddress', 'ipaddr', 'clientip', 'remoteip', 'remoteaddr', 'userip', 'sourceip',
  // about the person
  'birthday', 'birthdate', 'dateofbirth', 'dob', 'birthplace', 'age', 'gender', 'sex', 'nationality', 'maritalstatus', 'religion', 'avatar', 'avatarurl', 'photo', 'photourl', 'picture', 'signature',
  'geburtsdatum', 'geburtstag', 'geschlecht', 'alter',
  'ssn', 'socialsecuritynumber', 'nationalid', 'passport', 'passportnumber', 'driverslicense', 'licenseplate', 'taxid', 'iban', 'bankaccount', 'creditcard', 'cardnumber', 'cardlast4', 'password', 'accesstoken',
  // what people wrote in their own words
  'message', 'messagebody', 'messagetext', 'body', 'text', 'freetext', 'comment', 'comments', 'note', 'notes', 'feedback', 'transcript', 'nachricht', 'kommentar', 'bemerkung', 'notiz',
]);

/** Endings that say the same whatever stands before them: `invitee_first_name`, `billingAddress`, `contact-phone-2`. */
const PERSONAL_ENDINGS = ['email', 'phone', 'phonenumber', 'firstname', 'lastname', 'fullname', 'surname', 'username', 'nachname', 'vorname', 'birthday', 'birthdate', 'dateofbirth', 'address', 'addressline', 'zipcode', 'postalcode', 'ipaddress', 'telefon', 'adresse'];

/** Whose `name` is no person's: Segment's `context.app`, `.os`, `.library`, `.campaign`. The device's is: people name their phones. */
const THINGS: ReadonlySet<string> = new Set(['app', 'os', 'library', 'campaign']);

/** Lower case without `_`, `-`, blanks, dots, a leading `$` and a number at the end: `First_Name`, `first-name2` → `firstname`. */
export function plainName(name: string): string {
  return name.toLowerCase().replace(/[_\-\s.$]+/g, '').replace(/\d+$/, '');
}

/** The same names come with every event. Bounded, because senders choose them. */
const verdicts = new Recent<string, boolean>(20_000);

/** Whether a member of this name is personal; `inside` is the name of the member that holds it. */
export function isPersonalName(name: string, inside: string | null, extra: ReadonlySet<string>): boolean {
  if (extra.size > 0 && extra.has(plainName(name))) return true;
  if (name === 'name' && inside !== null && THINGS.has(inside)) return false;
  const known = verdicts.get(name);
  if (known !== undefined) return known;
  const plain = plainName(name);
  const personal = PERSONAL_NAMES.has(plain) || PERSONAL_ENDINGS.some((ending) => plain.endsWith(ending));
  verdicts.set(name, personal);
  return personal;
}
