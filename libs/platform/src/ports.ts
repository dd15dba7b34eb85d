/** Names under which the adapters of the ports are injected; what stands behind them is chosen in one module. */
export const CONFIG = Symbol('config');
export const EVENT_STORE = Symbol('event store');
export const EVENT_LOG = Symbol('event log');
export const READ_STORE = Symbol('read store');
export const VAULT = Symbol('vault');
export const CLOCK = Symbol('clock');
export const BLOB_STORE = Symbol('blob store');
/** Of type `Alone`. */
export const ALONE = Symbol('alone');
/** `null` where the set-up has none, as the one below. */
export const INBOX = Symbol('inbox');
export const ROAD = Symbol('road');
