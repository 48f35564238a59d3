// The mistakes that are made on purpose, fixed before any run. Each operator says for a node of the syntax tree which
// edits `[start, end, text]` would be such a mistake. What cannot be seen from outside is left alone: logging, time
// limits, and texts for people.

const UNSEEN = /^(console|logger|log|debug)$/;

/** Name, what a person would have done wrong, and the edits at one node. */
export const OPERATORS = [
  {
    name: 'dropped-argument',
    what: 'the last argument of a call is forgotten',
    edits: ({ type, arguments: given, callee }) =>
      type === 'CallExpression' && given.length > 1 && !isRegistration(callee) && !isTenant(given.at(-1))
        ? [[given.at(-2).end, given.at(-1).end, '']]
        : [],
  },
  {
    name: 'wrong-method',
    what: 'a request is made with another method',
    edits(node) {
      const other = { get: 'post', post: 'put', put: 'post', del: 'get', patch: 'put', GET: 'POST', POST: 'PUT', PUT: 'POST', DELETE: 'GET' };
      if (node.type === 'CallExpression' && node.callee.type === 'MemberExpression' && !node.callee.computed) {
        const { object, property } = node.callee;
        if (isClient(object) && other[property.name]) return [[property.start, property.end, other[property.name]]];
      }
      const [first] = node.type === 'CallExpression' ? node.arguments : [];
      if (first?.type === 'StringLiteral' && other[first.value]) return [[first.start, first.end, `'${other[first.value]}'`]];
      return [];
    },
  },
  {
    name: 'other-principal',
    what: 'a call is made as the app where it should be the user, or the other way round',
    edits(node) {
      if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return [];
      const { object, property } = node.callee;
      if (property.name === 'asUserByAccountId') return [[object.end, node.end, '']];
      const swap = { asApp: 'asUser', asUser: 'asApp' }[property.name];
      return swap ? [[property.start, property.end, swap]] : [];
    },
  },
  {
    name: 'lost-await',
    what: 'a promise is not waited for',
    edits: ({ type, start, argument }) => (type === 'AwaitExpression' ? [[start, argument.start, '']] : []),
  },
  {
    name: 'swapped-branches',
    what: 'both ways of a decision change places',
    edits({ type, consequent, alternate }, text) {
      if (!['IfStatement', 'ConditionalExpression'].includes(type) || !alternate || alternate.type === 'IfStatement') return [];
      const [first, second] = [consequent, alternate].map(({ start, end }) => text.slice(start, end));
      return [[[consequent.start, consequent.end, second], [alternate.start, alternate.end, first]]];
    },
  },
  {
    name: 'negated-condition',
    what: 'a condition means the opposite',
    edits: ({ type, test }, text) =>
      ['IfStatement', 'ConditionalExpression', 'WhileStatement'].includes(type)
        ? [[test.start, test.end, `!(${text.slice(test.start, test.end)})`]]
        : [],
  },
  {
    name: 'other-logic',
    what: 'and for or',
    edits({ type, operator, left, right }, text) {
      if (type !== 'LogicalExpression' || !['&&', '||'].includes(operator)) return [];
      const between = text.slice(left.end, right.start);
      return [[left.end, right.start, between.replace(operator, operator === '&&' ? '||' : '&&')]];
    },
  },
  {
    name: 'moved-boundary',
    what: 'a limit is off by one',
    edits({ type, operator, left, right }, text) {
      const other = { '<': '<=', '<=': '<', '>': '>=', '>=': '>' }[operator];
      if (type !== 'BinaryExpression' || !other) return [];
      return [[left.end, right.start, text.slice(left.end, right.start).replace(operator, other)]];
    },
  },
  {
    name: 'other-status',
    what: 'another status is answered or expected',
    edits: ({ type, value, start, end }) =>
      type === 'NumericLiteral' && value >= 200 && value < 600 ? [[start, end, value < 300 ? '500' : '200']] : [],
  },
  {
    name: 'dropped-key',
    what: 'a key of an object is forgotten',
    edits({ type, properties }, text, parent) {
      if (type !== 'ObjectExpression' || properties.length < 2 || isExports(parent)) return [];
      return properties.flatMap((property, at) => {
        if (/^(timeout|message)$/.test(property.key?.name ?? '')) return [];
        return at + 1 < properties.length
          ? [[property.start, properties[at + 1].start, '']]
          : [[properties[at - 1].end, property.end, '']];
      });
    },
  },
  {
    name: 'wrong-path',
    what: 'a path has another segment',
    edits({ type, value, start, end, quasis }) {
      if (type === 'StringLiteral' && /^\/(wiki\/)?(rest|v1|services)\//.test(value)) return [[end - 1, end - 1, 'x']];
      if (type === 'TemplateLiteral' && /^\/(wiki\/)?(rest|v1)\//.test(quasis[0].value.raw)) {
        const at = quasis[0].start + quasis[0].value.raw.lastIndexOf('/', quasis[0].value.raw.length - 2);
        return [[at, at, 'x']];
      }
      return [];
    },
  },
  {
    name: 'lost-throw',
    what: 'a failure is not reported',
    edits({ type, start, end, callee, arguments: given, argument }) {
      if (type === 'ThrowStatement') return [[start, end, ';']];
      if (type === 'CallExpression' && callee.name === 'reject') return [[start, end, 'undefined']];
      if (type === 'CallExpression' && callee.name === 'next' && given.length === 1) return [[given[0].start, given[0].end, '']];
      return [];
    },
  },
  {
    name: 'permission-check-removed',
    what: 'a handler runs without the check before it',
    edits({ type, arguments: given = [], elements = [] }) {
      if (type !== 'CallExpression' && type !== 'ArrayExpression') return [];
      const list = (type === 'CallExpression' ? given : elements).filter(Boolean);
      return list.flatMap((each, at) => {
        const name = each.name ?? each.callee?.name ?? each.callee?.property?.name ?? '';
        const isCheck = /^(isAdmin|adminOnly|sameIssue|ownPage|onlyOwnIssue|requireConnection|authorize\w+)$/.test(name);
        return isCheck && at > 0 ? [[list[at - 1].end, each.end, '']] : [];
      });
    },
  },
  {
    name: 'dropped-call',
    what: 'a statement is forgotten',
    edits({ type, start, end, expression }, text) {
      if (type !== 'ExpressionStatement') return [];
      const inner = expression.type === 'AwaitExpression' ? expression.argument : expression;
      const isCall = inner.type === 'CallExpression' || inner.type === 'AssignmentExpression';
      const wires = /^(module\.exports|exports\.|app\.(set|get|use|post|put|delete|engine)|router\.|addon\.on)\b/.test(text.slice(start, end));
      return isCall && !wires && !/logger|console/.test(text.slice(start, end).slice(0, 40)) ? [[start, end, ';']] : [];
    },
  },
  {
    name: 'other-number',
    what: 'a number is off by one',
    edits: ({ type, value, start, end }, text, parent) =>
      type === 'NumericLiteral' && value < 200 && parent.key?.name !== 'timeout' ? [[start, end, String(value + 1)]] : [],
  },
  {
    name: 'other-key',
    what: 'something is stored under another name than it is read from',
    edits(node) {
      if (node.type !== 'CallExpression' || !/^(get|set|del)$/.test(node.callee.property?.name ?? '')) return [];
      const { object } = node.callee;
      if (object?.property?.name !== 'settings') return [];
      const [key] = node.arguments;
      return key ? [[key.end, key.end, " + 'x'"]] : [];
    },
  },
];

/**
 * Whether a node and what is below it is left alone: logging, and routes that nobody can call any more (`called` has
 * the addresses that the new app answers).
 */
export function isUnseen(node, called) {
  if (node.type !== 'CallExpression' || node.callee.type !== 'MemberExpression') return false;
  const { object, property } = node.callee;
  const [path] = node.arguments;
  if (object.name === 'app' && /^(get|post|put|delete)$/.test(property.name) && path?.type === 'StringLiteral') {
    if (!called.has(path.value)) return true;
  }
  return UNSEEN.test(object.name ?? object.property?.name ?? '');
}

const isClient = (object) => /client|http|hook|jira/i.test(object.name ?? object.property?.name ?? '');

/** A function of Forge runs in one installation: which one, nobody has to say any more. */
const isTenant = ({ name, property }) => /^clientKey$/.test(name ?? property?.name ?? '');

/** What a file gives to others: what is missing there is missed by the first who loads it, or by nobody. */
const isExports = ({ type, left }) => type === 'AssignmentExpression' && left.object?.name === 'module';

/** Registering a route is not a call whose argument gets lost unnoticed: it would not even load. */
const isRegistration = ({ object, property, name }) =>
  /^(require|Promise)$/.test(name ?? '') || (/^(app|router|addon)$/.test(object?.name ?? '') && /^(get|post|put|delete|use|on|set)$/.test(property?.name ?? ''));
