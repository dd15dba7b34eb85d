/** Suffixes tell the cost: `.spec` is pure, `.int.spec` needs a real file or server, `.e2e.spec` the whole product. */
module.exports = {
  testEnvironment: 'node',
  rootDir: __dirname,
  roots: ['<rootDir>/apps', '<rootDir>/libs', '<rootDir>/test'],
  testMatch: ['**/*.spec.ts'],
  modulePathIgnorePatterns: ['<rootDir>/dist'],
  transform: { '^.+\\.[cm]?[jt]sx?$': '@swc/jest' },
  transformIgnorePatterns: [
    '/node_modules/(?!(@nestjs|content-disposition|cookie|file-type|jose|openid-client|oauth4webapi|uuid)/)',
  ],
  moduleNameMapper: { '^@throughline/([^/]+)$': '<rootDir>/libs/$1/src' },
  maxWorkers: 2,
  testTimeout: 30_000,
};
