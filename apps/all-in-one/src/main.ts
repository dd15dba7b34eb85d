import { x } from '@throughline/kernel';
console.log(x);
