// Real: the reading of settings. The environments are made here.
import { readConfig } from './config';
import { ConfigError } from './settings';

it('has a value for everything that is not set, and listens on this machine only', () => {
  expect(readConfig({})).toEqual({ port: 3000, host: '127.0.0.1', dataFolder: './data', logLevel: 'info' });
});

it('takes what is set', () => {
  expect(readConfig({ PORT: '0', THROUGHLINE_HOST: '::1', THROUGHLINE_DATA: '/tmp/here', LOG_LEVEL: 'silent', OTHER: 'x' })).toEqual({ port: 0, host: '::1', dataFolder: '/tmp/here', logLevel: 'silent' });
});

it('takes an empty value for one that is not set', () => {
  expect(readConfig({ PORT: '', THROUGHLINE_HOST: '', THROUGHLINE_DATA: '', LOG_LEVEL: '' })).toEqual(readConfig({}));
});

it.each([
  ['PORT', 'http'],
  ['PORT', '65536'],
  ['PORT', '-1'],
  ['PORT', '80.5'],
  ['PORT', '0x50'],
  ['PORT', ' '],
  ['THROUGHLINE_HOST', '0.0.0.0'],
  ['THROUGHLINE_HOST', 'example.com'],
  ['THROUGHLINE_HOST', ' 127.0.0.1'],
  ['LOG_LEVEL', 'INFO'],
  ['LOG_LEVEL', 'everything'],
])('names %s where it is "%s"', (name, value) => {
  expect(() => readConfig({ [name]: value })).toThrow(ConfigError);
  expect(() => readConfig({ [name]: value })).toThrow(new RegExp(`^${name} is `));
});
