enum E { A = 'https://enum.example.com' }
namespace N { export const f = () => fetch(E.A); N.f(); }
abstract class B<T extends object = {}> { declare x: T; constructor(private readonly url?: string) {} }
export type T1 = keyof typeof E;
const v = <any>fetch;
(v as typeof fetch)('https://cast.example.com');
const s = { a: 1 } satisfies object;
let u!: string;
export = B;
