// The reserved choices of "switch to another topic?"; apart from the schemas, as the choice of a person is.

/** Leave the open question for the other topic. */
export const SWITCH_CHOICE = 'tandem:switch';
/** Stay with the open question: it is asked again. */
export const STAY_CHOICE = 'tandem:stay';

/** What stands on the two buttons. */
export const SWITCH_LABEL = { 'zh-CN': '换过去', en: 'Switch' } as const;
export const STAY_LABEL = { 'zh-CN': '继续刚才的', en: 'Stay' } as const;
