/** Of this program, as in `package.json`, which an installation may not have at hand; a test compares the two. */
export const VERSION = '0.1.0';
