// admin
export const text = {};
