import { describe, expect, it } from '@jest/globals';
import { levelFromText, organFromName, provinceOf } from './organ.js';

describe('a police organ by its name', () => {
  it.each([
    { name: '公安部', code: '100000', level: 'ministry' },
    { name: '公安部刑事侦查局', code: '100000', level: 'ministry' },
    { name: '安徽省公安厅', code: '340000', level: 'province' },
    { name: '广西壮族自治区公安厅', code: '450000', level: 'province' },
    { name: '内蒙古公安厅', code: '150000', level: 'province' },
    { name: '某省公安厅', code: '000000', level: 'province' },
    { name: '重庆市公安局', code: '500000', level: 'province' },
    { name: '北京市公安局', code: '110000', level: 'province' },
    { name: '上海市公安局刑事侦查总队', code: '310000', level: 'province' },
    { name: '新疆生产建设兵团公安局', code: '650000', level: 'province' },
    { name: '新疆生产建设兵团第八师公安局', code: '650000', level: 'city' },
    { name: '合肥市公安局', code: '340100', level: 'city' },
    { name: '周口市公安局', code: '411600', level: 'city' },
    { name: '马鞍山市公安局', code: '340500', level: 'city' },
    { name: '安徽省合肥市公安局反诈中心', code: '340100', level: 'city' },
    { name: ' 合肥市 公安局　', code: '340100', level: 'city' },
    { name: '吉林市公安局', code: '220200', level: 'city' },
    { name: '东莞市公安局', code: '441900', level: 'city' },
    { name: '儋州市公安局', code: '460400', level: 'city' },
    { name: '凉山彝族自治州公安局', code: '513400', level: 'city' },
    { name: '四川省凉山州公安局', code: '513400', level: 'city' },
    { name: '海南州公安局', code: '632500', level: 'city' },
    { name: '锡林郭勒盟公安局', code: '152500', level: 'city' },
    { name: '阿克苏地区行政公署公安局', code: '652900', level: 'city' },
    { name: '阿克苏地区公安处', code: '652900', level: 'city' },
    { name: '某某州公安局', code: '000000', level: 'city' },
    { name: '义乌市公安局', code: '330782', level: 'county' },
    { name: '仙桃市公安局', code: '429004', level: 'county' },
    { name: '济源市公安局', code: '419001', level: 'county' },
    { name: '四川省凉山州西昌市公安局', code: '513401', level: 'county' },
    { name: '肥西县公安局', code: '340123', level: 'county' },
    { name: '恭城瑶族自治县公安局', code: '450332', level: 'county' },
    { name: '某县公安局', code: '000000', level: 'county' },
    { name: '某区公安局', code: '000000', level: 'county' },
    { name: '某区公安分局', code: '000000', level: 'county' },
    { name: '重庆市公安局渝中区分局', code: '500103', level: 'county' },
    { name: '重庆市公安局渝中区分局七星岗派出所', code: '500103', level: 'county' },
    { name: '重庆市渝中区公安分局', code: '500103', level: 'county' },
    { name: '重庆市城口县公安局', code: '500229', level: 'county' },
    { name: '上海市公安局浦东分局', code: '310115', level: 'county' },
    { name: '合肥市公安局蜀山分局', code: '340104', level: 'county' },
    { name: '合肥市公安局（蜀山区）分局', code: '340104', level: 'county' },
    { name: '合肥市公安局高新区分局', code: '340100', level: 'county' },
    { name: '合肥市公安局某派出所', code: '340100', level: 'county' },
    { name: '南京市公安局鼓楼分局', code: '320106', level: 'county' },
    { name: '鼓楼区公安局', code: '000000', level: 'county' },
    { name: '某市公安局某分局', code: '000000', level: 'county' },
  ])('$name is a $level in $code', ({ name, code, level }) => {
    expect(organFromName(name)).toEqual({ code, level });
  });

  it.each([
    ['某市公安局', 'a city may be a districted city or a county'],
    ['北京铁路公安局', 'the police of a trade'],
    ['长江航运公安局重庆分局', 'a branch of the police of a trade'],
    ['新疆生产建设兵团某团公安所', 'no level is known'],
    ['中国银行重庆市分行', 'no police'],
    ['公安', 'no place'],
    ['', 'no name'],
  ])('%s does not tell: %s', (name) => {
    expect(organFromName(name)).toBeNull();
  });
});

describe('a level in words', () => {
  it.each([
    { text: '县级', level: 'county' },
    { text: '区县级', level: 'county' },
    { text: '县级市', level: 'county' },
    { text: '县（市、区）级', level: 'county' },
    { text: '设区的市', level: 'city' },
    { text: '设区市级', level: 'city' },
    { text: '设区的市级以上公安机关', level: 'city' },
    { text: '市级', level: 'city' },
    { text: '地市级', level: 'city' },
    { text: '地级市', level: 'city' },
    { text: ' 市 ', level: 'city' },
    { text: '省级', level: 'province' },
    { text: '省级以上', level: 'province' },
    { text: '省厅', level: 'province' },
    { text: '直辖市', level: 'province' },
    { text: '自治区级', level: 'province' },
    { text: '部级', level: 'ministry' },
    { text: '公安部', level: 'ministry' },
    { text: '合肥市公安局', level: 'city' },
    { text: '某县公安局', level: 'county' },
  ])('$text is $level', ({ text, level }) => {
    expect(levelFromText(text)).toBe(level);
  });

  it.each(['', '未知', '派出所级', '处级'])('%j is none', (text) => {
    expect(levelFromText(text)).toBeNull();
  });
});

describe('the province of a code', () => {
  it('is its first two digits', () => {
    expect(provinceOf('500103')).toBe('50');
  });
});
