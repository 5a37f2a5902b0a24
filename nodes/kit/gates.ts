// The data forms of two gates that the compiled flow evaluates: opening hours and mood.
import { Type, type Static } from 'typebox';

const Time = Type.String({ pattern: '^([01]\\d|2[0-3]):[0-5]\\d$|^24:00$' });

/**
 * Opening hours. `week` holds, for Monday (0) to Sunday (6), the open spans of the day as `HH:MM` local time; `to` before `from` runs past midnight.
 * `holidays` are closed local dates `YYYY-MM-DD`; `timeZone` is an IANA name.
 */
export const WeeklyHoursSchema = Type.Object({
  timeZone: Type.String({ minLength: 1, maxLength: 64 }),
  week: Type.Array(Type.Array(Type.Object({ from: Time, to: Time }), { maxItems: 6 }), { minItems: 7, maxItems: 7 }),
  holidays: Type.Array(Type.String({ pattern: '^\\d{4}-\\d{2}-\\d{2}$' }), { maxItems: 200 }),
});

export type WeeklyHours = Static<typeof WeeklyHoursSchema>;

/**
 * When a mood counts. A mood is taken when its intensity in one message reaches `hardLimit`, or when it was above `threshold`
 * in `turns` of the last `window` messages; once taken it holds until it stays below `threshold - hysteresis`.
 */
export const MoodGateSchema = Type.Object({
  threshold: Type.Number({ minimum: 0, maximum: 1 }),
  hardLimit: Type.Number({ minimum: 0, maximum: 1 }),
  turns: Type.Integer({ minimum: 1, maximum: 10 }),
  window: Type.Integer({ minimum: 1, maximum: 10 }),
  hysteresis: Type.Number({ minimum: 0, maximum: 1 }),
});

export type MoodGate = Static<typeof MoodGateSchema>;
