// leads
export const text = {};
