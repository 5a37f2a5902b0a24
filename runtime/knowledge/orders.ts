// Text in a document that gives orders to an assistant instead of telling a customer something. It stays text: nobody obeys or quotes it.

/** Narrow on purpose: what matches is not quoted to customers, and "forgot your password? follow the instructions" must be. */
const ORDERS =
  /\b(?:ignore|disregard|forget)\s+(?:(?:all|any|of|the|your|these|those|previous|prior|above|earlier|other|preceding)\s+)+(?:instructions?|prompts?|directions|guidelines)\b|(?:reveal|print|repeat|show)\s+(?:your|the)\s+(?:system|hidden)\s+prompt|(?:忽略|无视|不要理会|忘记|忘掉).{0,4}(?:之前|此前|以上|上述|前面|先前|所有|全部|一切|你的|系统).{0,8}(?:指令|指示|提示词|设定)|(?:输出|显示|透露|重复).{0,6}系统提示词/iu;

/** Whether a text holds an order to an assistant. */
export function ordersAssistant(text: string): boolean {
  return ORDERS.test(text.normalize('NFKC'));
}
