-- The report of a workshop, from a folder of long tables.
--
-- It runs as it stands in DuckDB and in Apache Spark SQL. How to load what it starts from
-- is said in formats.md, under "The same report in SQL":
--
--   answers   every row of the long tables, all columns as text
--   scale     a row for each point of each item, as workshop-scale.py writes them
--   settings  one row with the column threshold, 3 to 20
--
-- The results are the last five views: report_responses, report_items, report_counts,
-- report_scores and report_sectors. What is hidden is NULL in them. The others are steps on
-- the way and hide nothing.

-- A text that a spreadsheet could take for a formula has an apostrophe in front, chr(39).
CREATE OR REPLACE TEMPORARY VIEW restored_answers AS
SELECT response_id AS person,
       CASE WHEN sector LIKE concat(chr(39), '%')
             AND substr(trim(LEADING chr(39) FROM sector), 1, 1)
                 IN ('=', '+', '-', '@', chr(9), chr(10), chr(13), '＝', '＋', '－', '＠')
            THEN substr(sector, 2) ELSE coalesce(sector, '') END AS sector,
       CASE WHEN item LIKE concat(chr(39), '-%') THEN substr(item, 2) ELSE trim(item) END AS item,
       CASE WHEN trim(value) LIKE '%.0' THEN substr(trim(value), 1, length(trim(value)) - 2)
            ELSE trim(value) END AS value
FROM answers
WHERE response_id IS NOT NULL;

CREATE OR REPLACE TEMPORARY VIEW people AS
SELECT person, max(trim(sector)) AS sector
FROM restored_answers
GROUP BY person;

-- A file that lies in the folder twice counts once.
CREATE OR REPLACE TEMPORARY VIEW given AS
SELECT person, item, max(value) AS value
FROM restored_answers
WHERE value <> ''
GROUP BY person, item;

CREATE OR REPLACE TEMPORARY VIEW rule AS
SELECT greatest(3, least(20, CAST(max(threshold) AS INT))) AS threshold
FROM settings;

-- The points of each item, from the lowest, which is point 1.
CREATE OR REPLACE TEMPORARY VIEW points AS
SELECT CAST(place AS INT) AS place, item, section, CAST(value AS INT) AS value,
       reversed = 'yes' AS is_reversed, CAST(needed AS INT) AS needed,
       counts = 'yes' AS is_counted, method,
       min(CAST(value AS INT)) OVER (PARTITION BY item) AS low,
       max(CAST(value AS INT)) OVER (PARTITION BY item) AS high,
       row_number() OVER (PARTITION BY item ORDER BY CAST(value AS INT)) AS point,
       count(*) OVER (PARTITION BY item) AS n_points
FROM scale;

CREATE OR REPLACE TEMPORARY VIEW scored_answers AS
SELECT people.person, people.sector, points.item, points.section, points.value,
       CASE WHEN is_reversed THEN low + high - points.value ELSE points.value END AS counted,
       low, high, needed, is_counted, method
FROM given
JOIN people ON people.person = given.person
JOIN points ON points.item = given.item AND CAST(points.value AS STRING) = given.value;

CREATE OR REPLACE TEMPORARY VIEW section_scores AS
SELECT person, sector, section, is_counted, method,
       CASE method
            WHEN 'percent' THEN 1e2 * sum(counted - low) / (count(*) * max(high - low))
            WHEN 'mean' THEN 1e0 * sum(counted) / count(*)
            ELSE 1e0 * sum(counted) END AS score
FROM scored_answers
GROUP BY person, sector, section, is_counted, method
HAVING count(*) >= max(needed);

CREATE OR REPLACE TEMPORARY VIEW overall_scores AS
SELECT person, sector,
       CASE method WHEN 'sum' THEN sum(score) ELSE avg(score) END AS score
FROM section_scores
WHERE is_counted
GROUP BY person, sector, method;

-- Everything that has a distribution: items as answered, scores of sections, and overall.
CREATE OR REPLACE TEMPORARY VIEW measured AS
SELECT 'item' AS kind, item AS id, sector, CAST(value AS DOUBLE) AS value FROM scored_answers
UNION ALL
SELECT 'section' AS kind, section AS id, sector, score AS value FROM section_scores
UNION ALL
SELECT 'overall' AS kind, '' AS id, sector, score AS value FROM overall_scores;

CREATE OR REPLACE TEMPORARY VIEW measures AS
SELECT 'item' AS kind, item AS id, section, min(place) AS place FROM points GROUP BY item, section
UNION ALL
SELECT 'section' AS kind, section AS id, section, min(place) AS place FROM points GROUP BY section
UNION ALL
SELECT 'overall' AS kind, '' AS id, '' AS section, 0 AS place;

-- What may be shown of the responses. Where the hidden sectors together are fewer people
-- than the threshold, subtraction would tell them, so the smallest other one (of equals,
-- the last by name) is hidden as well.
CREATE OR REPLACE TEMPORARY VIEW sector_sizes AS
SELECT sector, n, threshold,
       sum(n) OVER () AS everybody,
       sum(CASE WHEN n < threshold THEN n ELSE 0 END) OVER () AS hidden,
       row_number() OVER (PARTITION BY n < threshold ORDER BY n, sector DESC) AS smallest
FROM (SELECT sector, count(*) AS n FROM people GROUP BY sector) AS counted
CROSS JOIN rule;

CREATE OR REPLACE TEMPORARY VIEW shown_sectors AS
SELECT sector, n, everybody, threshold,
       everybody >= threshold AND n >= threshold
       AND NOT (hidden > 0 AND hidden < threshold AND smallest = 1) AS is_shown
FROM sector_sizes;

-- The same for each measure, where what is hidden of the responses stays hidden.
CREATE OR REPLACE TEMPORARY VIEW measure_sectors AS
SELECT measures.kind, measures.id, shown_sectors.sector, shown_sectors.threshold,
       coalesce(counted.n, 0) AS n, counted.mean,
       is_shown AND coalesce(counted.n, 0) >= shown_sectors.threshold AS may_be_shown
FROM measures
CROSS JOIN shown_sectors
LEFT JOIN (SELECT kind, id, sector, count(*) AS n, avg(value) AS mean
           FROM measured GROUP BY kind, id, sector) AS counted
       ON counted.kind = measures.kind AND counted.id = measures.id
      AND counted.sector = shown_sectors.sector;

CREATE OR REPLACE TEMPORARY VIEW measure_sizes AS
SELECT kind, id, sector, n, mean, threshold, may_be_shown,
       sum(n) OVER (PARTITION BY kind, id) AS everybody,
       sum(CASE WHEN may_be_shown THEN 0 ELSE n END) OVER (PARTITION BY kind, id) AS hidden,
       row_number() OVER (PARTITION BY kind, id, may_be_shown ORDER BY n, sector DESC) AS smallest
FROM measure_sectors;

CREATE OR REPLACE TEMPORARY VIEW shown_measures AS
SELECT kind, id, sector, n, mean,
       everybody >= threshold AND may_be_shown
       AND NOT (hidden > 0 AND hidden < threshold AND smallest = 1) AS is_shown
FROM measure_sizes;

CREATE OR REPLACE TEMPORARY VIEW gaps AS
SELECT kind, id, CASE WHEN count(*) > 1 THEN max(mean) - min(mean) END AS gap
FROM shown_measures
WHERE is_shown
GROUP BY kind, id;

-- Quartiles interpolate between the two nearest values (R's type 7). Fewer than the
-- threshold have none.
CREATE OR REPLACE TEMPORARY VIEW figures AS
SELECT kind, id, count(*) AS n, avg(value) AS mean, stddev_samp(value) AS sd,
       percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS median,
       percentile_cont(0.25) WITHIN GROUP (ORDER BY value) AS q1,
       percentile_cont(0.75) WITHIN GROUP (ORDER BY value) AS q3,
       min(value) AS least, max(value) AS most
FROM measured
GROUP BY kind, id
HAVING count(*) >= (SELECT threshold FROM rule);

CREATE OR REPLACE TEMPORARY VIEW point_counts AS
SELECT points.item, points.point, points.n_points, points.value, count(scored_answers.value) AS n
FROM points
LEFT JOIN scored_answers
       ON scored_answers.item = points.item AND scored_answers.value = points.value
GROUP BY points.item, points.point, points.n_points, points.value;

-- Van der Eijk's agreement. The counts of an item fall into layers of equal height, one for
-- each different count.
CREATE OR REPLACE TEMPORARY VIEW layers AS
SELECT item, n AS top, n - lag(n, 1, 0) OVER (PARTITION BY item ORDER BY n) AS height
FROM (SELECT DISTINCT item, n FROM point_counts WHERE n > 0) AS different;

CREATE OR REPLACE TEMPORARY VIEW layer_points AS
SELECT point_counts.item, top, height, n_points,
       CASE WHEN n >= top THEN 1 ELSE 0 END AS is_on,
       sum(CASE WHEN n >= top THEN 1 ELSE 0 END)
           OVER (PARTITION BY point_counts.item, top ORDER BY point
                 ROWS BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS before,
       sum(CASE WHEN n >= top THEN 1 ELSE 0 END)
           OVER (PARTITION BY point_counts.item, top) AS n_on
FROM point_counts
JOIN layers ON layers.item = point_counts.item;

-- Triples of points: on, on, off or off, on, on are unimodal, and on, off, on is bimodal.
-- They are counted from the point that is off.
CREATE OR REPLACE TEMPORARY VIEW layer_triples AS
SELECT item, top, height, n_points, n_on,
       sum(CASE WHEN is_on = 0
                THEN (before * (before - 1) + (n_on - before) * (n_on - before - 1)) / 2e0
                ELSE 0e0 END) AS unimodal,
       sum(CASE WHEN is_on = 0 THEN 1e0 * before * (n_on - before) ELSE 0e0 END) AS bimodal
FROM layer_points
GROUP BY item, top, height, n_points, n_on;

CREATE OR REPLACE TEMPORARY VIEW agreements AS
SELECT item,
       sum(height * n_on * (1 - (n_on - 1e0) / (n_points - 1))
           * CASE WHEN unimodal + bimodal = 0 THEN 1e0
                  ELSE ((n_points - 2) * unimodal - (n_points - 1) * bimodal)
                       / ((n_points - 2) * (unimodal + bimodal)) END)
       / sum(height * n_on) AS agreement
FROM layer_triples
GROUP BY item;

-- The results.

-- How many people there are in each sector. One without a name gave none.
CREATE OR REPLACE TEMPORARY VIEW report_responses AS
SELECT sector, CASE WHEN is_shown THEN n END AS responses, threshold, everybody
FROM shown_sectors;

CREATE OR REPLACE TEMPORARY VIEW report_items AS
SELECT measures.place, measures.id AS item, measures.section,
       CASE WHEN everybody >= threshold THEN coalesce(said.scored, 0) END AS n,
       CASE WHEN everybody >= threshold THEN coalesce(said.dont_know, 0) END AS dont_know,
       CASE WHEN everybody >= threshold THEN coalesce(said.not_relevant, 0) END AS not_relevant,
       CASE WHEN everybody >= threshold
            THEN everybody - coalesce(said.scored + said.dont_know + said.not_relevant, 0)
            END AS not_answered,
       mean, sd, median, q1, q3,
       CASE WHEN figures.n IS NOT NULL THEN agreement END AS agreement,
       gap
FROM measures
CROSS JOIN (SELECT count(*) AS everybody FROM people) AS counted
CROSS JOIN rule
LEFT JOIN (SELECT given.item, count(points.value) AS scored,
                  sum(CASE WHEN given.value = 'dont-know' THEN 1 ELSE 0 END) AS dont_know,
                  sum(CASE WHEN given.value = 'not-relevant' THEN 1 ELSE 0 END) AS not_relevant
           FROM given
           LEFT JOIN points
                  ON points.item = given.item AND CAST(points.value AS STRING) = given.value
           GROUP BY given.item) AS said ON said.item = measures.id
LEFT JOIN figures ON figures.kind = 'item' AND figures.id = measures.id
LEFT JOIN agreements ON agreements.item = measures.id
LEFT JOIN gaps ON gaps.kind = 'item' AND gaps.id = measures.id
WHERE measures.kind = 'item';

CREATE OR REPLACE TEMPORARY VIEW report_counts AS
SELECT point_counts.item, point_counts.value,
       CASE WHEN figures.n IS NOT NULL THEN point_counts.n END AS n
FROM point_counts
LEFT JOIN figures ON figures.kind = 'item' AND figures.id = point_counts.item;

-- The scores of the sections, and overall.
CREATE OR REPLACE TEMPORARY VIEW report_scores AS
SELECT measures.kind, measures.place, measures.section, n, mean, sd, median, q1, q3, least, most, gap
FROM measures
LEFT JOIN figures ON figures.kind = measures.kind AND figures.id = measures.id
LEFT JOIN gaps ON gaps.kind = measures.kind AND gaps.id = measures.id
WHERE measures.kind <> 'item';

-- The sectors side by side, for every item and section and overall.
CREATE OR REPLACE TEMPORARY VIEW report_sectors AS
SELECT kind, id, sector,
       CASE WHEN is_shown THEN n END AS n,
       CASE WHEN is_shown THEN mean END AS mean
FROM shown_measures;
