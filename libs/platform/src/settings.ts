/** A setting that cannot be used; the message names the variable and what it may be. */
export class ConfigError extends Error {}

/** A variable; set to nothing is not set: an empty folder would be the one we stand in. */
export type Said = (name: string, otherwise?: string) => string;

export function saidBy(env: NodeJS.ProcessEnv): Said {
  return (name, otherwise = '') => env[name] || otherwise;
}
