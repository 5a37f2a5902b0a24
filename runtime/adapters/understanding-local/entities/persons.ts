// Names of people, where they are introduced as such.
import type { Entity } from '#nodes/kit/effects.ts';
import { entitiesOf } from './match.ts';

const SURNAMES =
  '王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文庞樊兰殷施陶洪翟安颜倪严牛温芦季俞章鲁葛伍韦申尤毕聂丛焦向柳邢路岳齐沿梅莫庄辛管祝左涂谷祁时舒耿牟卜路詹关苗凌费纪靳盛童欧甄项曲成游阳裴席卫查屈鲍位覃霍翁隋植甘景薄单包司柏宁柯阮桂闵解强柴华车冉房边净阴闫骆';
const DOUBLE = '欧阳|上官|司马|诸葛|东方|皇甫|尉迟|公孙|慕容|司徒|令狐|夏侯|长孙|宇文';
const CHINESE = new RegExp(
  String.raw`(?:我叫|我的名字(?:是|叫)|名字[是叫：:]|姓名(?:是|为|[：: ])|收件人(?:是|[：: ])|收货人(?:是|[：: ])|联系人(?:是|[：: ])|叫我)\s?(?<fact>(?:${DOUBLE})[\u4e00-\u9fff]{1,2}|[${SURNAMES}][\u4e00-\u9fff]{1,2})(?=$|[^\u4e00-\u9fff]|[的我想要电手地订请就来在是和住打联，])`,
  'dgu',
);
const ADDRESSED = new RegExp(String.raw`(?:我姓|免贵姓)(?<fact>${DOUBLE}|[${SURNAMES}])`, 'dgu');
const ENGLISH =
  /\b(?:[Mm]y (?:full )?name(?: is|'s)|[Nn]ame ?:|[Tt]he name(?: is|'s)|[Cc]all me|[Ii]t's under)\s{1,2}(?<fact>[A-Z][a-z'-]{1,20}(?: [A-Z][a-z'-]{1,20}){0,2})/dgu;
const LOWER = /\bmy name(?: is|'s) (?<fact>[a-z][a-z'-]{1,20}(?: [a-z][a-z'-]{1,20})?)(?=$|[.,!?])/dgu;

/** Every introduction of a name has one of these. */
const MAY_BE_PERSON = /叫|姓|名字|件人|货人|系人|[Nn]ame|all me|t's under/u;

/** Names as they stand. */
export function findPersons(text: string): Entity[] {
  if (!MAY_BE_PERSON.test(text)) return [];
  const asWritten = (_: unknown, fact: string): string => fact;
  return [
    ...entitiesOf(text, 'person', CHINESE, asWritten),
    ...entitiesOf(text, 'person', ADDRESSED, asWritten),
    ...entitiesOf(text, 'person', ENGLISH, asWritten),
    ...entitiesOf(text, 'person', LOWER, asWritten),
  ];
}
