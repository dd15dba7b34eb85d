// Runs once, when the folder of MongoDB is new: the user of the apps, who may read and write and nothing else.
db.getSiblingDB('admin').createUser({ user: process.env.MONGODB_USERNAME, pwd: process.env.MONGODB_PASSWORD, roles: [{ role: 'readWriteAnyDatabase', db: 'admin' }] });
