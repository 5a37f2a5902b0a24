// The acts of the flows list.

/** What can be done to a flow from the list. */
export type FlowAct = 'share' | 'duplicate' | 'export' | 'rename' | 'delete';
