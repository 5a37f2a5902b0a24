// Every role starts on a page it may open.
import { describe, expect, it } from 'vitest';
import { ROLES } from '#nodes/wire/access.ts';
import { homeOf, partsOf } from './access.ts';

describe.each(ROLES)('the role %s', (role) => {
  it('starts on a part it may open', () => {
    expect(partsOf(role)).toContain(homeOf(role).slice(1));
  });

  it('may always change its own password', () => {
    expect(partsOf(role)).toContain('settings');
  });
});

describe('the parts of the application', () => {
  it('keep conversations from sales and the desk from designers', () => {
    expect(partsOf('sales')).not.toContain('conversations');
    expect(partsOf('designer')).not.toContain('desk');
  });
});
