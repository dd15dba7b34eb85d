/** What `npm start -- --help` says. */
export const HELP = `Throughline, all of it in one process.

  npm start                 installs, builds and serves; data in ./data, page and API on http://127.0.0.1:3000
  npm start -- --help       this text

Settings (environment):
  PORT                      port to listen on; default 3000, 0 takes a free one
  THROUGHLINE_HOST          127.0.0.1 (default), ::1 or localhost
  THROUGHLINE_DATA          folder of everything durable; default ./data
  THROUGHLINE_MASTER_KEY    32 bytes in base64 that wrap all keys; default: the file master.key in the data folder
  LOG_LEVEL                 silent, fatal, error, warn, info (default) or debug; debug has a line per request

The documentation of the API is served under /docs; the command line is "npm run throughline -- --help".
`;
