// A page of an example shop with the one line that embeds a flow, to try the chat as a customer would: /widget/demo.html?flow={slug}.

interface DemoWords {
  readonly shop: string;
  readonly hint: string;
  readonly title: string;
  readonly lead: string;
  readonly goods: readonly (readonly [string, string])[];
}

const ZH: DemoWords = {
  shop: '示例商店',
  hint: '这是一个示例页面：聊天按钮在右下角，与嵌入您网站后的样子相同。',
  title: '把日子过舒服',
  lead: '下单后 48 小时内发货，七天无理由退货。有问题点右下角。',
  goods: [
    ['亚麻床品四件套', '¥ 399'],
    ['陶瓷手冲壶', '¥ 168'],
    ['羊毛盖毯', '¥ 259'],
  ],
};

const EN: DemoWords = {
  shop: 'Example shop',
  hint: 'This is an example page. The chat button is in the corner, as it will be on your own website.',
  title: 'Home, made comfortable',
  lead: 'Dispatched within 48 hours, free returns for seven days. Questions? Use the button in the corner.',
  goods: [
    ['Linen bedding set', '$ 59'],
    ['Ceramic pour-over kettle', '$ 26'],
    ['Wool throw', '$ 39'],
  ],
};

const query = new URLSearchParams(location.search);
const zh = (query.get('lang') ?? navigator.language).startsWith('zh');
const words = zh ? ZH : EN;
document.documentElement.lang = zh ? 'zh-CN' : 'en';
document.title = words.shop;

const header = document.createElement('header');
header.append(words.shop);
const main = document.createElement('main');
const goods = made('ul', '', 'goods');
for (const [name, price] of words.goods) {
  const item = made('li', '');
  item.append(made('div', ''), made('strong', name), price);
  goods.append(item);
}
main.append(made('h1', words.title), made('p', words.lead), goods);
document.body.append(made('p', words.hint, 'hint'), header, main);

const embed = document.createElement('script');
embed.src = '/widget.js';
embed.async = true;
embed.dataset['flow'] = query.get('flow') ?? '';
document.body.append(embed);

function made(tag: string, text: string, className = ''): HTMLElement {
  const element = document.createElement(tag);
  element.textContent = text;
  if (className !== '') element.className = className;
  return element;
}
