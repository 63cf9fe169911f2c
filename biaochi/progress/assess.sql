-- The verdict on every row of `cases`, by methods.md sections 1 and 2. Numbers and words are separate: every number is
-- there wherever its inputs are known; the guards (1..11, section 1) choose the word only.
--
-- cases: case_id, as_of DATE, target_type (section 8, or none), direction, baseline, baseline_end DATE,
--   baseline_annual, baseline_stated, target (range: its low end), target_upper (range: its high end),
--   target_comparator ('' and '=' mean the default), target_lower_open, target_upper_open (range), target_end DATE,
--   target_annual, limit_value, value (as printed), value_lower, value_upper, value_lower_open, value_upper_open (its
--   ends, section 3), value_end DATE, value_annual, value_dated (the date is known to the quarter),
--   target_open (a plan in preparation has not set its value yet: nothing is judged), conflict, ineligible_count. An unknown is null.
-- Parameters: $scheme ratio|points, $on_track, $slow (ratios), $points_green, $points_red (percentage points).
with known as (
    -- what is asked, and what is known of it on the evaluation date
    select c.*,
        case when target_type = 'ceiling' or target_type <> 'floor' and direction = 'lower' then -1 else 1 end as d,
        case when target_comparator in ('>', '>=', '<', '<=') then target_comparator
            when target_type = 'ceiling' or target_type <> 'floor' and direction = 'lower' then '<='
            else '>=' end as rule,
        coalesce(baseline, case when target_type = 'cumulative' then 0 end) as b,
        target_type not in ('none', 'qualitative')
            and (target is not null or target_type = 'range' and target_upper is not null) as has_target,
        case when value_end <= as_of or as_of is null and value_end is not null then value end as seen
    from cases c
),
dated as (
    -- a value that is not later than the baseline says nothing about progress
    select k.*, coalesce(value_end > case when b is not null then baseline_end end, true) as is_later,
        case when value_dated and value_annual and baseline_annual and target_annual then 'year'
            else 'day' end as time_unit
    from known k
),
timed as (
    -- years from end to end where all three are years, else days; n_*: years of each stretch, for compound rates
    select t.*, case when is_later then seen end as v,
        case when not value_dated then null
            when time_unit = 'year' then extract(year from value_end) - extract(year from baseline_end)
            else date_diff('day', baseline_end, value_end) end as used,
        case when target_end <= baseline_end then null
            when time_unit = 'year' then extract(year from target_end) - extract(year from baseline_end)
            else date_diff('day', baseline_end, target_end) end as total,
        case when value_end >= target_end or not value_dated then null
            when value_annual and target_annual then extract(year from target_end) - extract(year from value_end)
            else date_diff('day', value_end, target_end) / 365.25 end as years_left,
        case when not value_dated or value_end <= baseline_end then null
            when value_annual and baseline_annual then extract(year from value_end) - extract(year from baseline_end)
            else date_diff('day', baseline_end, value_end) / 365.25 end as n_value,
        case when target_end <= baseline_end then null
            when target_annual and baseline_annual then extract(year from target_end) - extract(year from baseline_end)
            else date_diff('day', baseline_end, target_end) / 365.25 end as n_target
    from dated t
),
paced as (
    -- x is what is measured against the target: the value, or its yearly growth since the baseline in percent
    select t.*,
        case when v is not null and target_type <> 'qualitative' then cast(used as double) / nullif(total, 0) end as s,
        case when target_type = 'growth_rate' and b is not null then
            case when b > 0 and v >= 0 then nullif((pow(v / b, 1.0 / n_value) - 1) * 100, cast('inf' as double)) end
            when target_type <> 'qualitative' then v end as x,
        case when has_target then case rule when '>=' then b >= target when '>' then b > target
            when '<=' then b <= target else b < target end end as started_met
    from timed t
),
ends as (
    -- both ends of the value; nudge says that the value lies just above (1) or just below (-1) that end
    select p.*, sides.side,
        case sides.side when 'lower' then coalesce(value_lower, seen) else coalesce(value_upper, seen) end as e,
        case sides.side when 'lower' then case when value_lower_open then 1 else 0 end
            else case when value_upper_open then -1 else 0 end end as nudge
    from paced p cross join (select 'lower' as side union all select 'upper') sides
    where seen is not null and has_target
),
measured as (
    -- y: as x, for that end; its completion and the time, or its growth against the growth asked for
    select e.*,
        case when target_type = 'growth_rate' and b is not null then
            case when b > 0 and n_value is not null and abs(e) = cast('inf' as double) then e
                when b > 0 and e >= 0 then (pow(e / b, 1.0 / n_value) - 1) * 100 end
            else e end as y
    from ends e
),
tried as (
    -- equal within 1e-9 of the target: 17832万 / 10000 is 1.7832
    select m.*,
        case when abs(y - target) <= 1e-9 * abs(target)
            then case rule when '>=' then nudge >= 0 when '>' then nudge > 0
                when '<=' then nudge <= 0 else nudge < 0 end
            else case when rule in ('>=', '>') then y > target else y < target end end as satisfied,
        case when target_type <> 'range' then 0
            when y < target or y = target and (nudge < 0 or target_lower_open and nudge = 0) then -1
            when y > target_upper or y = target_upper and (nudge > 0 or target_upper_open and nudge = 0) then 1
            else 0 end as place,
        case when target_type = 'growth_rate' then case when d * target > 0 then y / target end
            else (y - b) / nullif(target - b, 0) / nullif(s, 0) end as r,
        case when target_type <> 'growth_rate' then s - (y - b) / nullif(target - b, 0) end as lag,
        sign(case when target_type = 'growth_rate' then target else target - b end) as ahead
    from measured m
),
guarded as (
    select t.*,
        case when target_type = 'milestone' then 3
            when target_type in ('floor', 'ceiling', 'range') then 4
            when y is null then 11
            when satisfied then 6
            when value_end >= target_end then 7
            when as_of > target_end then 8
            when target_type = 'growth_rate' then 11
            when b is null then 9
            when started_met then 10
            else 11 end as answer,
        -- a cut is met at its own value within 1e-9, and missed by a value that lies just short of it
        case when nudge * ahead < 0 then 1e-9 else -1e-9 end as tolerance,
        case when nudge * ahead > 0 then 1e-9 else -1e-9 end as tolerance_green
    from tried t
),
worded as (
    select case_id, side, place, answer,
        case answer
            when 3 then case when satisfied then 'done' else 'not_done' end
            when 4 then case when target_type = 'range' then case when place = 0 then 'in_range' else 'out_of_range' end
                else case when satisfied then 'met' else 'breached' end end
            when 6 then case when started_met and target_type <> 'growth_rate' then 'maintained' else 'achieved' end
            when 7 then 'missed' when 8 then 'final_value_missing' when 9 then 'no_baseline' when 10 then 'breached'
            else case when r is null then 'undetermined'
                when r < tolerance then 'regressing'
                when $scheme = 'points' and target_type <> 'growth_rate' then
                    case when lag < cast($points_green as double) / 100 + tolerance_green then 'on_track'
                        when lag <= cast($points_red as double) / 100 - tolerance then 'slow' else 'behind' end
                when r >= cast($on_track as double) + tolerance then 'on_track'
                when r >= cast($slow as double) + tolerance then 'slow'
                else 'behind' end
            end as word,
        satisfied
    from guarded
),
settled as (
    -- an answer stands only where both ends agree; ends on two sides of a range do not
    select p.*, low.word as low_word, high.word as high_word,
        coalesce(low.satisfied and high.satisfied, false) as surely_met,
        case when target_type = 'qualitative' then 1
            when target_open then null
            when v is null then 2
            when not has_target then null
            when low.word = high.word and low.place = high.place then low.answer
            else 5 end as guard,
        case when target_type = 'qualitative' then 'qualitative'
            when target_open then 'target_open'
            when conflict and is_later then 'undetermined'
            when v is null then case when ineligible_count > 0 then 'not_comparable'
                when baseline is not null and baseline_stated then 'baseline_only' else 'no_data' end
            when not has_target then 'not_available'
            when low.word = high.word and low.place = high.place then low.word
            else 'undetermined' end as verdict
    from paced p
    left join worded low on low.case_id = p.case_id and low.side = 'lower'
    left join worded high on high.case_id = p.case_id and high.side = 'upper'
),
numbered as (
    select s.*,
        case when target_type not in ('growth_rate', 'range') then (x - b) / nullif(target - b, 0) end as c,
        case when target_type not in ('growth_rate', 'range') then target - b end as distance,
        x is not null and coalesce(value_lower <> value_upper, false) as bounded
    from settled s
),
compound as (
    -- section 2, from the value as printed; a zero baseline or target is replaced by 0.001, a value of 0 stays 0
    select n.*, case when b = 0 then 0.001 else b end as base,
        case when target = 0 then 0.001 else target end as goal,
        coalesce(direction, 'higher') <> 'range' and (target_type = 'none'
            or target_type in ('level', 'cumulative', 'floor', 'ceiling') and target is not null) as fits
    from numbered n
),
grown as (
    select c.*,
        case when fits and seen * base >= 0 and value_end >= baseline_end + interval 1 year
            then case when base < 0 then -1 else 1 end * d * (pow(seen / base, 1.0 / n_value) - 1) end as growth,
        case when goal * base > 0 then abs(pow(goal / base, 1.0 / n_target) - 1) end as growth_asked,
        fits and target_type <> 'none' and (surely_met or coalesce(target = 0 and rule = '<='
            and seen <= goal and coalesce(value_upper, seen) <= goal, false)) as met,
        -- C: how much room the natural limit leaves
        case when abs(base) < abs(limit_value) then 1 - pow(abs(base) / abs(limit_value), 4.44)
            when abs(base) < 2 * abs(limit_value)
                then 1 - pow((2 * abs(limit_value) - abs(base)) / abs(limit_value), 4.44)
            else 1 end as room
    from compound c
),
rated as (
    select g.*, case when target_type = 'none' then growth
            else growth / nullif(nullif(growth_asked, 0), cast('inf' as double)) end as ratio
    from grown g
),
scored as (
    select r.*,
        case when met then 'target_achieved' when ratio is null then 'not_available'
            when target_type = 'none' then case when ratio >= 0.015 * room - 1e-9 then 'substantial_progress'
                when ratio >= 0.005 * room - 1e-9 then 'moderate_progress'
                when ratio >= -1e-9 then 'limited_progress' else 'deterioration' end
            when ratio >= 0.95 - 1e-9 then 'substantial_progress' when ratio >= 0.60 - 1e-9 then 'moderate_progress'
            when ratio >= -1e-9 then 'limited_progress' else 'deterioration' end as opensdg_verdict,
        case when met then 5 when ratio is null then null
            else greatest(-5, least(5, case when target_type = 'none' then
                    case when ratio < 0 then 125 * ratio - 2.5 when room = 0 then 5
                        when ratio >= 0.015 * room then 500 * ratio / room - 5
                        when ratio >= 0.005 * room then 250 * ratio / room - 1.25
                        else 500 * ratio / room - 2.5 end
                when ratio >= 0.6 then 7.1429 * ratio - 4.2857 else 4.1667 * ratio - 2.5 end)) end as opensdg_score,
        case when met then 'significant_progress' when ratio is null then 'not_available'
            when target_type = 'none' then case when ratio > 0.01 * room + 1e-9 then 'significant_progress'
                when ratio > 0.001 * room + 1e-9 then 'moderate_progress' when ratio >= -0.001 - 1e-9 then 'no_progress'
                when ratio >= -0.01 - 1e-9 then 'moderate_movement_away' else 'significant_movement_away' end
            when ratio > 0.95 + 1e-9 then 'significant_progress' when ratio > 0.60 + 1e-9 then 'moderate_progress'
            when ratio >= -1e-9 then 'insufficient_progress' else 'movement_away' end as eurostat_verdict,
        case when met then 5 when ratio is null then null
            when target_type = 'none' then case when ratio < -0.02 then -5 when room = 0 then 5
                when ratio > 0.02 * room then 5 when ratio >= 0 then 5 * ratio / (0.02 * room) else 5 * ratio / 0.02 end
            when ratio > 1.3 then 5 when ratio >= 0.6 then 5 / 0.7 * (ratio - 0.6)
            when ratio > -0.6 then 5 / 1.2 * (ratio + 0.6) - 5 else -5 end as eurostat_score
    from rated r
)
select case_id, verdict, guard, v is not null as judged,
    case when verdict in ('not_available', 'target_open') then 'no_target'
        when verdict <> 'undetermined' then null
        when guard = 2 then 'conflict' when guard = 5 then 'bounds'
        when x is not null and distance = 0 then 'no_distance'
        when x is not null and target_type = 'growth_rate' then 'no_ratio'
        when not value_dated then 'value_undated' when baseline_end is null then 'no_baseline_date'
        when target_end is null then 'no_target_date' else 'no_rate' end as reason,
    c as completion_rate, s as time_progress, (c - s) * 100 as pace_gap_pp,
    case when target_type = 'growth_rate' then case when d * target > 0 then x / target end else c / nullif(s, 0) end
        as pace_ratio,
    case when target_type not in ('growth_rate', 'range') then (target - x) / years_left end as required_pace,
    case when target_type not in ('growth_rate', 'range') then x / nullif(target, 0) end as attainment_ratio,
    case when target_type <> 'range' then d * (target - x) end as gap,
    case when target_type in ('floor', 'ceiling') then d * (x - target)
        when target_type = 'range' then least(x - target, target_upper - x) end as margin,
    case when distance is not null then b + (x - b) / nullif(s, 0) end as projection,
    case when target_type = 'growth_rate' then x end as growth_rate,
    coalesce(verdict = 'achieved' and value_end < target_end, false) as early,
    coalesce(abs(distance) < 0.01 * abs(b), false) as small_distance,
    case when bounded and has_target then low_word end as verdict_at_lower,
    case when bounded and has_target then high_word end as verdict_at_upper,
    case when s is not null then time_unit end as time_unit, case when s is not null then used end as time_used,
    case when s is not null then total end as time_total, years_left,
    case when s is not null or v is null or target_type = 'qualitative' then null
        when not value_dated then 'value_undated'
        when baseline_end is null then 'no_baseline_date' when target_end is null then 'no_target_date'
        else 'target_not_after_baseline' end as time_missing,
    opensdg_verdict, ratio as opensdg_ratio, opensdg_score,
    eurostat_verdict, ratio as eurostat_ratio, eurostat_score,
    ratio is not null and (b = 0 or coalesce(target = 0, false)) as zero_replaced,
    -- the two methods put the same value into different classes
    coalesce(pace_class <> opensdg_class or pace_class <> eurostat_class, false) as methods_disagree
from (
    select s.*,
        case verdict when 'achieved' then 3 when 'maintained' then 3 when 'on_track' then 3 when 'slow' then 2
            when 'behind' then 1 when 'regressing' then 0 end as pace_class,
        case opensdg_verdict when 'target_achieved' then 3 when 'substantial_progress' then 3
            when 'moderate_progress' then 2 when 'limited_progress' then 1 when 'deterioration' then 0 end as opensdg_class,
        case eurostat_verdict when 'significant_progress' then 3 when 'moderate_progress' then 2
            when 'insufficient_progress' then 1 when 'movement_away' then 0 end as eurostat_class
    from scored s
) s
