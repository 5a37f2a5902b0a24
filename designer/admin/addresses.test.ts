// The lists of hosts and origins accept what works and refuse what would silently never match.
import { describe, expect, it } from 'vitest';
import { isHost, isOrigin, linesOf } from './addresses.ts';

describe('lists of addresses', () => {
  it('reads one entry a line and skips empty lines', () => {
    expect(linesOf(' a.example \n\n b.example:80\n')).toEqual(['a.example', 'b.example:80']);
  });

  it.each(['crm.internal', '10.0.0.5:8080', 'localhost', '[::1]:3000', 'a-b.c'])('takes the host %s', (line) => {
    expect(isHost(line)).toBe(true);
  });

  it.each(['https://crm.internal', 'crm.internal/path', 'a b', 'host:port', '-x'])('refuses the host %s', (line) => {
    expect(isHost(line)).toBe(false);
  });

  it.each(['https://www.example.com', 'http://localhost:8080'])('takes the origin %s', (line) => {
    expect(isOrigin(line)).toBe(true);
  });

  it.each(['www.example.com', 'https://www.example.com/', 'https://a.example/x', 'ftp://a.example'])(
    'refuses the origin %s',
    (line) => {
      expect(isOrigin(line)).toBe(false);
    },
  );
});
