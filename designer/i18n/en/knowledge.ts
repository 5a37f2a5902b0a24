// knowledge
export const text = {};
