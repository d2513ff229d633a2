/** Word lists of the demo world: enough to make 450 names look like people, in the two scripts its users write. */
export const FAMILY_NAMES = [
  '王',
  '李',
  '张',
  '刘',
  '陈',
  '杨',
  '赵',
  '黄',
  '周',
  '吴',
  '徐',
  '孙',
  '林',
  '何',
  '高',
  '郭',
] as const
export const GIVEN_NAMES = [
  '伟',
  '芳',
  '娜',
  '敏',
  '静',
  '磊',
  '洋',
  '艳',
  '勇',
  '杰',
  '秀英',
  '子涵',
  '雨桐',
  '浩然',
  '思远',
  '梦琪',
] as const
export const FIRST_NAMES = [
  ...['Ada', 'Ben', 'Chloé', 'David', 'Elena', 'Farid', 'Grace', 'Hugo'],
  ...['Ines', 'Jonas', 'Kaito', 'Lena', 'Mateo', 'Nora', 'Omar', 'Priya'],
] as const
export const LAST_NAMES = [
  ...['Andersen', 'Bauer', 'Costa', 'Dubois', 'Evans', 'Fischer', 'García', 'Haddad'],
  ...['Ito', 'Jensen', 'Kowalski', 'Lopez', 'Moreau', 'Novák', "O'Neill", 'Patel'],
] as const
export const SIGNS = [
  '今天也要加油',
  'Gone fishing.',
  '在路上',
  'Available after six',
  '保持热爱，奔赴山海',
  'Coffee first ☕',
  '不忙不忙',
  'Out of office until Monday',
] as const
export const CITIES = ['北京', '上海', '深圳', '成都', 'Berlin', 'Lisbon', 'Singapore', 'Toronto'] as const
export const GROUP_NAMES = [
  '周末跑步群',
  'Product Design',
  '三年二班家长群',
  'Release Train',
  '美食探店小分队',
  'Book Club',
  '前端技术交流',
  'Night Shift',
  '摄影爱好者',
  'Weekend Hikers',
  '业主交流群',
  'Customer Care',
] as const
export const GROUP_DESCRIPTIONS = [
  '请先看群公告，再发言。',
  'Everything about the next release, and nothing else.',
  '',
  '同城活动报名与讨论',
  'Be kind. Stay on topic.',
] as const
export const CHATROOM_NAMES = [
  '深夜电台',
  'Football Live',
  '新品发布会',
  'Chess Corner',
  '美妆直播间',
  'Lo-fi Lounge',
  '考研自习室',
  'Speedrun Arena',
] as const
export const REMARKS = ['同事小张', 'Mum', '房东', 'from the gym', '大学同学', 'Plumber'] as const
export const LINES = [
  '收到，谢谢！',
  'On my way.',
  '明天几点集合？',
  'Can somebody review this?',
  '哈哈哈哈',
  'See you at eight.',
  '图纸已经发群里了',
  'Done.',
] as const
export const ANNOUNCEMENTS = [
  '本周六上午九点集合，请准时。',
  'Release on Thursday. Please test before lunch.',
  '新人请先改群名片。',
  'No spoilers before Sunday.',
] as const
export const BADGES = ['值日生', 'Captain', '新人', 'Reviewer'] as const
export const FILES = ['会议纪要.txt', 'roadmap.txt', '报名表.csv', 'notes.md'] as const
export const TOPICS = ['今晚聊什么？', 'Half-time talk', '抽奖进行中', 'Ask me anything'] as const
export const THREAD_NAMES = ['集合地点', 'Review notes', '谁带零食？', 'Follow-up'] as const
export const DEVICES = [
  { platform: 'android', device_name: 'HUAWEI-P40' },
  { platform: 'android', device_name: 'Pixel 8' },
  { platform: 'ios', device_name: 'iPhone 15' },
  { platform: 'webim', device_name: 'Firefox' },
] as const
