const services = { one() { return this.inner(); }, inner: () => fetch('https://one.example.com') };
export default services;
export class Svc {
  two() { return this.helper(); }
  three = async () => { await fetch('https://three.example.com'); };
  private helper() { return fetch('https://two.example.com'); }
}
