/* oxlint-disable no-underscore-dangle -- the hooks by which Node 20 loads TypeScript are named so */
/** Required first, it lets a program of plain JavaScript use the sources as they are, so that no build need come first. */
const Module = require('node:module');
const path = require('node:path');
const { transformFileSync } = require('@swc/core');

const root = path.resolve(__dirname, '../..');
const resolve = Module._resolveFilename;
Module._resolveFilename = (name, ...rest) => resolve(name.replace(/^@throughline\/(.*)$/, (_, lib) => path.join(root, 'libs', lib, 'src/index.ts')), ...rest);
Module._extensions['.ts'] = (module, file) => module._compile(transformFileSync(file, { configFile: path.join(root, '.swcrc'), sourceMaps: false }).code, file);
