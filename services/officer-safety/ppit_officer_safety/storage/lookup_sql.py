"""The statement that reads all a screening needs but names, for one visit or two hundred.

Who may be meant by a name is asked of the index of people before it.
"""

from sqlalchemy import text

HOT_KEY = 300
"""A key that more records share says nothing: it is not followed."""
MOST_CANDIDATES = 200
"""The most doors that are looked at for one visit."""

# LIMIT and OFFSET 0 in a lateral keep the planner on the index: just after a load it has no figures
# of the new generation and would read all of it. ``above`` and ``below`` climb from every door to
# its building, block and site, and down to all that stands in it.
LOOK_UP = text("""
WITH RECURSIVE current_gazetteer AS (
    SELECT generation FROM source_status WHERE source = 'GAZETTEER'
), asked_door AS (
    SELECT DISTINCT visit, key
      FROM unnest(CAST(:door_visits AS int[]), CAST(:door_keys AS bigint[])) AS a (visit, key)
), door_posting AS (
    SELECT a.visit, a.key, p.uprn FROM asked_door a CROSS JOIN current_gazetteer g
     CROSS JOIN LATERAL (SELECT k.uprn FROM gazetteer_key k
                          WHERE k.generation = g.generation AND k.key = a.key
                          LIMIT :hot + 1) p
), door_key AS (
    SELECT visit, key, count(*) > :hot AS hot FROM door_posting GROUP BY visit, key
), door_hit AS (
    SELECT visit, uprn,
           row_number() OVER (PARTITION BY visit ORDER BY count(*) DESC, uprn) AS place
      FROM door_posting JOIN door_key USING (visit, key) WHERE NOT hot GROUP BY visit, uprn
), door AS (
    SELECT h.visit, d.* FROM (
        SELECT visit, uprn FROM door_hit WHERE place <= :most
        UNION
        SELECT visit, uprn
          FROM unnest(CAST(:uprn_visits AS int[]), CAST(:uprns AS text[])) AS a (visit, uprn)
    ) h CROSS JOIN current_gazetteer g
    CROSS JOIN LATERAL (SELECT * FROM gazetteer one
                         WHERE one.generation = g.generation AND one.uprn = h.uprn LIMIT 1) d
), above AS (
    SELECT visit, generation, uprn, parent_uprn FROM door
    UNION
    SELECT a.visit, a.generation, b.uprn, b.parent_uprn FROM above a
     CROSS JOIN LATERAL (SELECT uprn, parent_uprn FROM gazetteer one
                          WHERE one.generation = a.generation AND one.uprn = a.parent_uprn
                          LIMIT 1) b
), below AS (
    SELECT visit, generation, uprn, parent_uprn FROM door
    UNION
    SELECT b.visit, b.generation, f.uprn, f.parent_uprn FROM below b
     CROSS JOIN LATERAL (SELECT uprn, parent_uprn FROM gazetteer flat
                          WHERE flat.generation = b.generation AND flat.parent_uprn = b.uprn
                         OFFSET 0) f
), near AS (
    SELECT visit, uprn, parent_uprn FROM above UNION SELECT visit, uprn, parent_uprn FROM below
), suspect AS (
    SELECT visit, nominal_id
      FROM unnest(CAST(:person_visits AS int[]), CAST(:nominal_ids AS uuid[]))
           AS a (visit, nominal_id)
    UNION
    SELECT n.visit, a.nominal_id FROM near n
     CROSS JOIN LATERAL (SELECT nominal_id, version FROM nominal_address lived
                          WHERE lived.uprn = n.uprn OFFSET 0) a
     WHERE a.version = (SELECT max(version) FROM nominal_address later
                         WHERE later.nominal_id = a.nominal_id)
), speaking AS (
    SELECT s.visit, m.* FROM suspect s
     CROSS JOIN LATERAL (SELECT marker_id, nominal_id, uprn FROM marker one
                          WHERE one.nominal_id = s.nominal_id OFFSET 0) m
    UNION
    SELECT n.visit, m.* FROM near n
     CROSS JOIN LATERAL (SELECT marker_id, nominal_id, uprn FROM marker one
                          WHERE one.uprn = n.uprn OFFSET 0) m
)
SELECT 'source' AS kind, 0 AS visit, jsonb_build_object(
           'source', source, 'version', version, 'key_version', key_version,
           'loaded_at', loaded_at, 'fresh_until', fresh_until) AS body
  FROM source_status
UNION ALL
SELECT 'source', 0, jsonb_build_object(
           'source', 'PERSON_INDEX', 'version', CAST(:key_version AS text), 'key_version', CASE
               WHEN CAST(:index_state AS text) <> 'EMPTY' THEN CAST(:held_version AS text)
               WHEN EXISTS (SELECT FROM marker WHERE nominal_id IS NOT NULL) THEN 'lost'
               ELSE CAST(:key_version AS text) END,
           'loaded_at', statement_timestamp(), 'fresh_until', NULL)
UNION ALL
SELECT 'door', visit, jsonb_build_object('uprn', uprn, 'address', address, 'area_gss', area_gss,
           'parent_uprn', parent_uprn)
  FROM door
UNION ALL
SELECT 'near', visit, jsonb_build_object('uprn', uprn, 'parent_uprn', parent_uprn)
  FROM near WHERE parent_uprn IS NOT NULL
UNION ALL
SELECT 'nominal', s.visit, jsonb_build_object('nominal_id', n.nominal_id, 'person', n.person,
           'uprn', home.uprn, 'home', home.address)
  FROM suspect s
  JOIN LATERAL (SELECT nominal_id, person FROM nominal v WHERE v.nominal_id = s.nominal_id
                 ORDER BY v.version DESC LIMIT 1) n ON true
  LEFT JOIN LATERAL (SELECT a.uprn, d.address FROM nominal_address a
                       LEFT JOIN gazetteer d ON d.uprn = a.uprn
                        AND d.generation = (SELECT generation FROM current_gazetteer)
                      WHERE a.nominal_id = s.nominal_id
                      ORDER BY a.version DESC LIMIT 1) home ON true
UNION ALL
SELECT 'marker', m.visit, jsonb_build_object('marker_id', m.marker_id, 'version', v.version,
           'nominal_id', m.nominal_id, 'uprn', m.uprn, 'measures', v.measures,
           'audience', v.audience, 'modes', v.modes, 'state', v.state,
           'review_due', v.review_due, 'expires_at', v.expires_at,
           'covert_until', CASE WHEN v.notification LIKE 'WITHHELD%'
                                THEN v.notification_again END)
  FROM speaking m
  JOIN LATERAL (SELECT * FROM marker_version l WHERE l.marker_id = m.marker_id
                 ORDER BY l.version DESC LIMIT 1) v ON true
 WHERE v.state IN ('EMERGENCY', 'ACTIVE', 'REVIEW_DUE', 'UNDER_APPEAL')
UNION ALL
SELECT 'crowded_doors', visit, 'true'
  FROM (SELECT visit FROM door_key GROUP BY visit HAVING bool_and(hot)
        UNION SELECT visit FROM door_hit WHERE place > :most) AS c
""")
