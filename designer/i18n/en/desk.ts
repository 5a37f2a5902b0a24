// desk
export const text = {};
