// library
export const text = {};
