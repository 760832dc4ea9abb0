import { isObject, type JsonObject } from '../../../domain/json.ts';

/** One thing that Slack would refuse. `pointer` is a JSON pointer into the list of blocks: `/0/text/text`. */
export interface BlockFault {
  readonly code: string;
  /** In Slack's own wording, without the pointer. */
  readonly message: string;
  readonly field: string | null;
  readonly pointer: string;
}

export type Report = (fault: BlockFault) => void;
export type Check = (value: unknown, pointer: string, report: Report) => void;

export function fault(code: string, message: string, pointer: string, field: string | null = null): BlockFault {
  return { code, message, field, pointer };
}

interface StringRule {
  readonly max?: number;
  readonly min?: number;
  readonly oneOf?: readonly string[];
  readonly pattern?: RegExp;
}

/**
 * Counted in UTF-16 units: nobody documents whether Slack counts those or code points, and a text never has more code
 * points than units, so this is the stricter of the two.
 */
export function string(rule: StringRule = {}): Check {
  return (value, pointer, report) => {
    if (typeof value !== 'string') return report(fault('invalid_type', 'must provide a string', pointer));
    if (rule.min !== undefined && value.length < rule.min) {
      report(fault('too_short', `must be more than ${rule.min - 1} characters`, pointer));
    }
    if (rule.max !== undefined && value.length > rule.max) {
      report(fault('too_long', `must be less than ${rule.max + 1} characters`, pointer));
    }
    if (rule.oneOf !== undefined && !rule.oneOf.includes(value)) {
      report(fault('invalid_value', `must be one of: ${rule.oneOf.join(', ')}`, pointer));
    }
    if (rule.pattern !== undefined && !rule.pattern.test(value)) {
      report(fault('invalid_value', 'invalid format', pointer));
    }
  };
}

export const flag: Check = (value, pointer, report) => {
  if (typeof value !== 'boolean') report(fault('invalid_type', 'must provide a boolean', pointer));
};

export function number(rule: { min?: number; max?: number; whole?: boolean } = {}): Check {
  return (value, pointer, report) => {
    if (typeof value !== 'number' || !Number.isFinite(value)) {
      return report(fault('invalid_type', 'must provide a number', pointer));
    }
    if (rule.whole === true && !Number.isInteger(value)) {
      report(fault('invalid_type', 'must provide an integer', pointer));
    }
    if (rule.min !== undefined && value < rule.min) {
      report(fault('invalid_value', `must be at least ${rule.min}`, pointer));
    }
    if (rule.max !== undefined && value > rule.max) {
      report(fault('invalid_value', `must be at most ${rule.max}`, pointer));
    }
  };
}

export function list(of: Check, rule: { min?: number; max?: number } = {}): Check {
  return (value, pointer, report) => {
    if (!Array.isArray(value)) return report(fault('invalid_type', 'must provide an array', pointer));
    if (rule.max !== undefined && value.length > rule.max) {
      report(fault('too_many_items', `no more than ${rule.max} items allowed`, pointer));
    }
    if (rule.min !== undefined && value.length < rule.min) {
      report(fault('too_few_items', `no less than ${rule.min} items allowed`, pointer));
    }
    value.forEach((item, index) => {
      of(item, `${pointer}/${index}`, report);
    });
  };
}

export type Shape = Readonly<Record<string, Check>>;
export type Rule = (value: JsonObject, pointer: string, report: Report) => void;

/** An object with exactly these properties: `required` ones must be there, any other than these two sets is refused. */
export function object(required: Shape, optional: Shape = {}, ...rules: readonly Rule[]): Check {
  return (value, pointer, report) => {
    if (!isObject(value)) return report(fault('invalid_type', 'must provide an object', pointer));
    for (const name of Object.keys(required)) {
      if (value[name] === undefined || value[name] === null) {
        report(fault('missing_field', `missing required field: ${name}`, pointer, name));
      }
    }
    for (const [name, item] of Object.entries(value)) {
      const check = Object.hasOwn(required, name)
        ? required[name]
        : Object.hasOwn(optional, name)
          ? optional[name]
          : undefined;
      if (check === undefined) {
        report(fault('invalid_property', `invalid additional property: ${name}`, pointer, name));
      } else if (item !== null && item !== undefined) {
        check(item, `${pointer}/${name}`, report);
      }
    }
    for (const rule of rules) rule(value, pointer, report);
  };
}

/** Chooses the check by the object's own `type`. */
export function byType(kinds: Shape): Check {
  return (value, pointer, report) => {
    if (!isObject(value)) return report(fault('invalid_type', 'must provide an object', pointer));
    const type = value['type'];
    if (type === undefined || type === null) {
      return report(fault('missing_field', 'missing required field: type', pointer, 'type'));
    }
    const check = typeof type === 'string' && Object.hasOwn(kinds, type) ? kinds[type] : undefined;
    if (check === undefined) {
      return report(
        fault(
          'unsupported_type',
          `unsupported type: ${typeof type === 'string' ? type : typeof type}`,
          `${pointer}/type`,
          'type',
        ),
      );
    }
    check(value, pointer, report);
  };
}

export function exactlyOneOf(...names: readonly string[]): Rule {
  return (value, pointer, report) => {
    if (names.filter((name) => value[name] !== undefined && value[name] !== null).length !== 1) {
      report(fault('exactly_one_of', `must define exactly one of ${quoted(names)}`, pointer));
    }
  };
}

export function atLeastOneOf(...names: readonly string[]): Rule {
  return (value, pointer, report) => {
    if (names.every((name) => value[name] === undefined || value[name] === null)) {
      report(fault('missing_field', `must define either ${quoted(names)}`, pointer));
    }
  };
}

function quoted(names: readonly string[]): string {
  return names.map((name) => `\`${name}\``).join(' or ');
}
