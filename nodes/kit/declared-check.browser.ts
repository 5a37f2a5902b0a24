// `declared-check.ts` for pages: the same answers, without making code from strings.
export { fits as fitsDeclared } from './check.ts';
