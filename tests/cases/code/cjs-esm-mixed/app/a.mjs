import pkg from './lib.cjs';
import { two } from './lib.cjs';
pkg.one();
two();
