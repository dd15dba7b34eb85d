/** Every word on the page, in English and German; one word per thing, the same as in the API and the documents. */
const WORDS = {
  skip: ['Go to the timeline', 'Zum Verlauf'],
  language: ['Language', 'Sprache'],
  searchCustomer: ['Search for a customer', 'Kunden suchen'],
  searchHint: ['Name, e-mail, phone, number, company', 'Name, E-Mail, Telefon, Nummer, Firma'],
  searching: ['Searching …', 'Suche läuft …'],
  foundNone: ['No customer is known by “{text}”.', 'Kein Kunde ist unter „{text}“ bekannt.'],
  foundSome: ['{count} found', '{count} gefunden'],
  openDirectly: ['Open “{text}”', '„{text}“ öffnen'],
  loadMore: ['Show more', 'Mehr anzeigen'],
  signOut: ['Sign out', 'Abmelden'],
  keyTitle: ['Staff key', 'Mitarbeiterschlüssel'],
  keyWhy: ['This page shows customers, so it needs a staff key. It is kept in this browser tab only.', 'Diese Seite zeigt Kunden und braucht deshalb einen Mitarbeiterschlüssel. Er bleibt nur in diesem Browser-Tab.'],
  keyWhere: ['It is printed at the first start; make another one with', 'Er wird beim ersten Start ausgegeben; einen weiteren erzeugt'],
  key: ['Key', 'Schlüssel'],
  goOn: ['Continue', 'Weiter'],
  welcomeTitle: ['Whose timeline?', 'Wessen Verlauf?'],
  welcomeHow: ['Search for a name, or open any identifier of a customer directly:', 'Suchen Sie einen Namen oder öffnen Sie direkt irgendeine Kennung eines Kunden:'],
  welcomeKeys: ['Press / to search, ↑ ↓ and Enter to choose.', 'Mit / zur Suche, mit ↑ ↓ und Enter auswählen.'],
  timeline: ['Timeline', 'Verlauf'],
  zone: ['times in {zone}', 'Zeiten in {zone}'],
  words: ['Words', 'Wörter'],
  wordsHint: ['in what happened', 'in dem, was geschah'],
  context: ['Area', 'Bereich'],
  all: ['all', 'alle'],
  at: ['Go to date', 'Zum Datum'],
  moreFilters: ['More filters', 'Weitere Filter'],
  type: ['Event type', 'Ereignistyp'],
  channel: ['Channel', 'Kanal'],
  actor: ['Who', 'Wer'],
  asOf: ['As of', 'Stand vom'],
  knownAt: ['As known at', 'Kenntnisstand vom'],
  apply: ['Apply', 'Anwenden'],
  remove: ['remove', 'entfernen'],
  newer: ['Newer entries', 'Neuere Einträge'],
  older: ['Older entries', 'Ältere Einträge'],
  searchOn: ['Nothing in this part; search further back', 'In diesem Teil nichts; weiter zurück suchen'],
  loading: ['Loading …', 'Wird geladen …'],
  begins: ['The timeline begins here.', 'Hier beginnt der Verlauf.'],
  noEntries: ['Nothing is recorded about this customer yet. What happens will appear here by itself.', 'Über diesen Kunden ist noch nichts bekannt. Was geschieht, erscheint hier von selbst.'],
  noEntriesThen: ['Nothing was recorded about this customer at that moment.', 'Zu diesem Zeitpunkt war über diesen Kunden nichts bekannt.'],
  noMatch: ['No entry fits these filters.', 'Kein Eintrag passt zu diesen Filtern.'],
  backToNow: ['Back to now', 'Zurück zu jetzt'],
  backToNewest: ['Back to the newest', 'Zum neuesten Eintrag'],
  fromDate: ['From {date} backwards', 'Ab {date} rückwärts'],
  position: ['position {position}', 'Position {position}'],
  liveOn: ['live', 'live'],
  liveLost: ['reconnecting …', 'Verbindung wird wiederhergestellt …'],
  liveOff: ['not live', 'nicht live'],
  newEntry: ['New entry: {text}', 'Neuer Eintrag: {text}'],
  alsoKnownAs: ['Also known as', 'Auch bekannt als'],
  identifiers: ['Identifiers', 'Kennungen'],
  owner: ['Owner', 'Betreuer'],
  noOwner: ['none', 'keiner'],
  firstSeen: ['First entry', 'Erster Eintrag'],
  lastSeen: ['Last entry', 'Letzter Eintrag'],
  entryCount: ['Entries', 'Einträge'],
  unknownYet: ['not known yet', 'noch nicht bekannt'],
  incomplete: ['Incomplete since {time}: some events could not be shown here yet. Operations can see why under /ops/projections.', 'Unvollständig seit {time}: Einige Ereignisse konnten hier noch nicht gezeigt werden. Der Grund steht für den Betrieb unter /ops/projections.'],
  recordedLater: ['recorded {time}', 'erfasst {time}'],
  clockAhead: ['the sender says {time}', 'laut Absender {time}'],
  today: ['Today', 'Heute'],
  yesterday: ['Yesterday', 'Gestern'],
  d_happened: ['Happened', 'Geschehen'],
  d_recorded: ['Recorded', 'Erfasst'],
  d_actor: ['Who', 'Wer'],
  d_source: ['Source', 'Quelle'],
  d_parties: ['Concerns', 'Betrifft'],
  d_type: ['Event type', 'Ereignistyp'],
  d_stream: ['Stream', 'Stream'],
  d_revision: ['Revision', 'Revision'],
  d_position: ['Position', 'Position'],
  d_lane: ['Lane', 'Lane'],
  d_correlation: ['Correlation', 'Korrelation'],
  d_causation: ['Caused by', 'Ausgelöst durch'],
  d_id: ['Event', 'Ereignis'],
  d_sender: ['As the sender said', 'Laut Absender'],
  d_data: ['Data', 'Daten'],
  am_corrected: ['corrected', 'berichtigt'],
  am_withdrawn: ['withdrawn', 'zurückgezogen'],
  am_moved: ['moved', 'verschoben'],
  am_original: ['Read at first', 'Lautete zuerst'],
  version: ['version {version}', 'Version {version}'],
  c_marketing: ['Marketing', 'Marketing'],
  c_sales: ['Sales', 'Vertrieb'],
  c_service: ['Service', 'Service'],
  c_customer: ['Customer', 'Kunde'],
  c_identity: ['Identity', 'Identität'],
  c_record: ['Corrections', 'Berichtigungen'],
  c_automation: ['Automation', 'Automation'],
  c_privacy: ['Privacy', 'Datenschutz'],
  c_other: ['Other', 'Sonstiges'],
  i_email: ['E-mail', 'E-Mail'],
  i_phone: ['Phone', 'Telefon'],
  i_user: ['User', 'Benutzer'],
  i_company: ['Company', 'Firma'],
  i_anonymous: ['Anonymous', 'Anonym'],
  i_device: ['Device', 'Gerät'],
  h_email: ['e-mail', 'E-Mail'],
  h_phone: ['phone', 'Telefon'],
  h_web: ['website', 'Website'],
  h_chat: ['chat', 'Chat'],
  h_letter: ['letter', 'Brief'],
  h_visit: ['visit', 'Besuch'],
  'h_web-form': ['web form', 'Webformular'],
  h_app: ['app', 'App'],
  h_event: ['trade fair or event', 'Messe oder Veranstaltung'],
  h_referral: ['referral', 'Empfehlung'],
  'h_social-media': ['social media', 'soziale Medien'],
  r_customer: ['customer', 'Kunde'],
  r_company: ['company', 'Firma'],
  'r_decision-maker': ['decision maker', 'Entscheider'],
  r_mentioned: ['mentioned', 'erwähnt'],
  r_former: ['formerly', 'bisher'],
  a_staff: ['Staff {id}', 'Mitarbeiter {id}'],
  a_source: ['Source {id}', 'Quelle {id}'],
  a_process: ['Throughline ({id})', 'Throughline ({id})'],
  system: ['System', 'System'],
  sys_skip: ['Go to the state of the system', 'Zum Zustand des Systems'],
  sys_places: ['Pages', 'Seiten'],
  sys_keyWhy: ['This page shows operations, so it needs a staff key. It is kept in this browser tab only.', 'Diese Seite zeigt den Betrieb und braucht deshalb einen Mitarbeiterschlüssel. Er bleibt nur in diesem Browser-Tab.'],
  sys_pause: ['Pause', 'Anhalten'],
  sys_goOn: ['Resume', 'Fortsetzen'],
  sys_live: ['live, {time}', 'live, {time}'],
  sys_asOf: ['paused at {time}', 'angehalten um {time}'],
  sys_fine: ['Everything is up to date and running.', 'Alles ist aktuell und läuft.'],
  sys_unknown: ['The state of the system is not known at the moment.', 'Der Zustand des Systems ist zurzeit nicht bekannt.'],
  sys_nSilent: ['parts that do not answer: {count}', 'Teile ohne Antwort: {count}'],
  sys_nLate: ['projections behind: {count}', 'Projektionen im Rückstand: {count}'],
  sys_nStopped: ['stopped: {count}', 'stehen still: {count}'],
  sys_nAsked: ['new versions waiting for an answer: {count}', 'neue Versionen, die auf Antwort warten: {count}'],
  sys_nParked: ['parked events: {count}', 'geparkte Ereignisse: {count}'],
  sys_nFailed: ['failed instances of processes: {count}', 'fehlgeschlagene Prozessinstanzen: {count}'],
  sys_nQuarantined: ['in quarantine: {count}', 'in Quarantäne: {count}'],
  sys_nDown: ['servers that do not answer: {count}', 'Server ohne Antwort: {count}'],
  sys_roadTrouble: ['trouble between store and shelves', 'Störung zwischen Ereignisspeicher und Ansichten'],
  sys_partSilent: ['This part could not be read.', 'Dieser Teil konnte nicht gelesen werden.'],
  sys_partOld: ['This part could not be read again; below is what was known last.', 'Dieser Teil konnte nicht erneut gelesen werden; darunter der letzte bekannte Stand.'],
  sys_projections: ['Projections', 'Projektionen'],
  sys_noProjections: ['This program keeps no projections.', 'Dieses Programm führt keine Projektionen.'],
  sys_upToDate: ['up to date', 'aktuell'],
  sys_behind: ['{count} behind, {time}', '{count} im Rückstand, {time}'],
  sys_seconds: ['{count} s', '{count} s'],
  sys_minutes: ['{count} min', '{count} min'],
  sys_hours: ['{count} h', '{count} h'],
  sys_lagOf: ['Lag per partition: {lags}', 'Rückstand je Partition: {lags}'],
  sys_partition: ['Partition {partition}', 'Partition {partition}'],
  sys_parked: ['{count} parked', '{count} geparkt'],
  sys_triesAgain: ['tries again:', 'versucht es erneut:'],
  sys_notBuilt: ['version {version}, not built yet', 'Version {version}, noch nicht aufgebaut'],
  sys_version: ['version {version}, generation {generation}', 'Version {version}, Generation {generation}'],
  sys_versions: ['version {version}; readers still see version {active}', 'Version {version}; gelesen wird noch Version {active}'],
  sys_differs: ['the new version reads {count} of {of} lanes differently; answer under /ops/projections', 'die neue Version liest {count} von {of} Lanes anders; Antwort unter /ops/projections'],
  sys_st_running: ['running', 'läuft'],
  'sys_st_catching-up': ['catching up', 'holt auf'],
  sys_st_rebuilding: ['being built', 'wird aufgebaut'],
  'sys_st_awaiting-confirmation': ['asks', 'fragt'],
  sys_st_stopped: ['stopped', 'steht still'],
  sys_processes: ['Processes', 'Prozesse'],
  sys_noProcesses: ['This program runs no processes.', 'In diesem Programm laufen keine Prozesse.'],
  sys_nobodyWaits: ['nobody waits', 'niemand wartet'],
  sys_waiting: ['{count} waiting, next at {time}', '{count} warten, als Nächstes {time}'],
  sys_failed: ['{count} failed, tried again', '{count} fehlgeschlagen, wird wiederholt'],
  sys_quarantine: ['Quarantine', 'Quarantäne'],
  sys_noQuarantine: ['Nothing waits in quarantine.', 'In der Quarantäne wartet nichts.'],
  sys_quarantined: ['Items that wait: {count}. Under /ops/quarantine they can be read, fixed and sent again.', 'Wartende Einträge: {count}. Unter /ops/quarantine lassen sie sich lesen, berichtigen und erneut einreichen.'],
  sys_road: ['Servers and versions', 'Server und Versionen'],
  sys_oneMachine: ['Version {version}. Everything is on one machine: no servers, no relay, no leases, no consumer groups.', 'Version {version}. Alles läuft auf einer Maschine: keine Server, kein Relay, keine Leases, keine Consumer-Gruppen.'],
  sys_thisProgram: ['Throughline', 'Throughline'],
  sys_eventStore: ['Event store', 'Ereignisspeicher'],
  sys_answers: ['answers', 'antwortet'],
  sys_silent: ['does not answer', 'antwortet nicht'],
  sys_partitions: ['partitions: {count}', 'Partitionen: {count}'],
  sys_relay: ['Relay', 'Relay'],
  sys_published: ['Store to Kafka', 'Vom Ereignisspeicher zu Kafka'],
  sys_publishedAll: ['everything published', 'alles veröffentlicht'],
  sys_publishing: ['publishing', 'veröffentlicht gerade'],
  sys_publishedNothing: ['nothing published yet', 'noch nichts veröffentlicht'],
  sys_inbox: ['Inbox tries again', 'Eingang versucht es erneut'],
  sys_healed: ['Holes healed', 'Geschlossene Lücken'],
  sys_healedNone: ['none since this process started', 'keine, seit dieser Prozess läuft'],
  sys_healedIn: ['{count} events in {group}, partition {partition}', '{count} Ereignisse in {group}, Partition {partition}'],
  sys_leases: ['Who does what only one may do', 'Wer tut, was nur einer tun darf'],
  sys_noLeases: ['Nobody holds a lease yet.', 'Noch hält niemand eine Lease.'],
  sys_nobody: ['nobody at the moment', 'zurzeit niemand'],
  sys_fence: ['holder no. {fence}', 'Inhaber Nr. {fence}'],
  sys_groups: ['Consumer groups', 'Consumer-Gruppen'],
  sys_noGroups: ['No consumer group is known.', 'Keine Consumer-Gruppe ist bekannt.'],
  sys_stableGroups: ['Stable groups: {count}', 'Stabile Gruppen: {count}'],
  sys_undone: ['nobody does: {name}', 'niemand tut: {name}'],
  sys_noPartition: ['no partition', 'keine Partition'],
  sys_hasPartitions: ['partitions {partitions}', 'Partitionen {partitions}'],
  sys_gr_Stable: ['stable', 'stabil'],
  sys_gr_PreparingRebalance: ['rebalancing', 'verteilt neu'],
  sys_gr_CompletingRebalance: ['rebalancing', 'verteilt neu'],
  sys_gr_Empty: ['empty', 'leer'],
  sys_gr_Dead: ['gone', 'aufgelöst'],
  sys_gr_Unknown: ['unknown', 'unbekannt'],
  oldData: ['This data is {time} old: newer events are still on their way here.', 'Diese Daten sind {time} alt: Neuere Ereignisse sind noch unterwegs hierher.'],
  ageUnknown: ['How old this data is cannot be said: the event store does not answer.', 'Wie alt diese Daten sind, lässt sich nicht sagen: Der Ereignisspeicher antwortet nicht.'],
  p_unreachable: ['The server does not answer. Is it running? The page tries again by itself only for what is live.', 'Der Server antwortet nicht. Läuft er? Von selbst versucht die Seite es nur beim Live-Verlauf erneut.'],
  tryAgain: ['Try again', 'Erneut versuchen'],
};

const LANGUAGE = 'throughline.language';

export let language = chosenLanguage();

/** Throws nothing where storage is forbidden: the choice then lasts as long as the page. */
export function chooseLanguage(chosen) {
  language = chosen;
  try {
    localStorage.setItem(LANGUAGE, chosen);
  } catch {
    // Private windows may have no storage.
  }
}

export function t(word, values = {}) {
  const said = WORDS[word]?.[language === 'de' ? 1 : 0] ?? word;
  return said.replaceAll(/\{(\w+)\}/g, (_all, name) => String(values[name] ?? ''));
}

/** A word of a family (`c` contexts, `i` identifiers, `h` channels, `r` roles); what has no word of ours is shown as it is. */
export function named(family, name) {
  return Object.hasOwn(WORDS, `${family}_${name}`) ? t(`${family}_${name}`) : name.charAt(0).toUpperCase() + name.slice(1).replaceAll(/[-_]+/g, ' ');
}

/** `staff:0199…` → `Staff 0199a4`; names of staff are sealed in their own stream. */
export function actorName(actor) {
  const [kind, id = ''] = actor.split(/:(.*)/s);
  const short = /^[0-9a-f]{8}-[0-9a-f-]{27}$/.test(id) ? id.slice(-6) : id;
  return ['staff', 'source', 'process'].includes(kind) ? t(`a_${kind}`, { id: short }) : actor;
}

/** Puts the words into everything marked with `data-t`, `data-t-label` or `data-t-placeholder`. */
export function translate(root) {
  document.documentElement.lang = language;
  for (const element of root.querySelectorAll('[data-t]')) element.textContent = t(element.dataset.t);
  for (const element of root.querySelectorAll('[data-t-label]')) element.setAttribute('aria-label', t(element.dataset.tLabel));
  for (const element of root.querySelectorAll('[data-t-placeholder]')) element.placeholder = t(element.dataset.tPlaceholder);
}

function chosenLanguage() {
  try {
    const chosen = localStorage.getItem(LANGUAGE);
    if (chosen === 'de' || chosen === 'en') return chosen;
  } catch {
    // As above.
  }
  return navigator.language.toLowerCase().startsWith('de') ? 'de' : 'en';
}
