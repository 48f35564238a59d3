const key = 'AKIAIOSFODNN7EXAMPLE';
const gh = 'ghp_abcdefghijklmnopqrstuvwxyz0123456789';
const db = 'postgres://admin:hunter22@db.example.com/x';
const clientSecret = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b';
const pem = `-----BEGIN RSA PRIVATE KEY-----
MIIEowIBAAKCAQEAxxxxxxxxxxxxxxxxxxxxxxxxxxxx
-----END RSA PRIVATE KEY-----`;
const label = 'Enter your password please';
const hash = '9f86d081884c7d659a2feaa0c55ad015a3bf4f1b';
const passwordField = 'password-input-1';
