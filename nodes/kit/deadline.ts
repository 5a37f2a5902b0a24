// Until when a value is kept: noted beside the value, under a name that no variable can have, so that it goes wherever the value goes.
const MARK = '~';

/** The name under which the deadline (Unix ms) of a value lies. */
export function deadlineOf(name: string): string {
  return `${MARK}${name}`;
}

/** The value that a name is the deadline of; undefined when the name is that of a value itself. Lists for people leave deadlines out. */
export function keptUntil(name: string): string | undefined {
  return name.startsWith(MARK) ? name.slice(MARK.length) : undefined;
}
