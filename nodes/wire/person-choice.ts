// The reserved choice that asks for a person; apart from the schemas, so that the widget stays small.

/** `{ id, choice: PERSON_CHOICE }` asks for a person in any state of any flow. */
export const PERSON_CHOICE = 'tandem:person';
