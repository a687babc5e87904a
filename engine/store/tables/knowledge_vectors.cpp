#include "engine/store/tables/knowledge.h"

namespace hs::store::knowledge {

namespace {

Model readModel(const Row &row)
{
    return {row.integer(0), row.text(1), int(row.integer(2)), row.blob(3), row.real(4), row.real(5), row.integer(6) != 0};
}

Vector readVector(const Row &row)
{
    return {row.integer(0), row.real(1), row.blob(2)};
}

} // namespace

std::vector<Model> models(const ReadSql &sql)
{
    return sql.list<Model>("SELECT row, fingerprint, dimensions, basis, none, weak, active FROM knowledge_models ORDER BY row", {}, readModel);
}

void put(Transaction &tx, Model &model)
{
    tx.exec("INSERT INTO knowledge_models(fingerprint, dimensions, basis, none, weak, active) VALUES(?, ?, ?, ?, ?, ?)"
            " ON CONFLICT(fingerprint) DO UPDATE SET basis = excluded.basis, none = excluded.none, weak = excluded.weak, active = excluded.active",
            {model.fingerprint, model.dimensions, Blob{model.basis}, model.none, model.weak, model.active});
    model.row = tx.integer("SELECT row FROM knowledge_models WHERE fingerprint = ?", {model.fingerprint}).value_or(0);
    tx.touch(Topic::Knowledge, "models");
}

void dropModel(Transaction &tx, std::int64_t model)
{
    tx.exec("DELETE FROM knowledge_vectors WHERE model = ?", {model});
    tx.exec("DELETE FROM knowledge_models WHERE row = ?", {model});
    tx.touch(Topic::Knowledge, "models");
}

void put(Transaction &tx, std::int64_t model, const std::vector<Vector> &vectors)
{
    for (const auto &vector : vectors)
        tx.exec("INSERT OR REPLACE INTO knowledge_vectors(model, passage, scale, v) SELECT ?, id, ?, ? FROM knowledge_passages WHERE id = ?",
                {model, vector.scale, Blob{vector.values}, vector.passage});
    tx.touch(Topic::Knowledge, "vectors");
}

void eachVector(const ReadSql &sql, std::int64_t model, const std::function<void(std::int64_t, double, std::string_view)> &visit)
{
    sql.each("SELECT v.passage, v.scale, v.v FROM knowledge_vectors v JOIN knowledge_passages p ON p.id = v.passage"
             " WHERE v.model = ? AND p.hidden = 0 ORDER BY v.passage",
             {model}, [&](const Row &row) {
                 const auto values = row.blob(2);
                 visit(row.integer(0), row.real(1), values);
             });
}

void eachVectorPair(const ReadSql &sql, std::int64_t modelA, std::int64_t modelB, const std::function<void(const VectorPair &pair)> &visit)
{
    // CROSS JOIN: passages in their order, whatever the planner thinks of it, for nothing may be sorted here.
    sql.each("SELECT p.id, a.scale, a.v, b.scale, b.v, d.language FROM knowledge_passages p CROSS JOIN knowledge_documents d ON d.row = p.document"
             " LEFT JOIN knowledge_vectors a ON a.model = ? AND a.passage = p.id LEFT JOIN knowledge_vectors b ON b.model = ? AND b.passage = p.id"
             " WHERE p.hidden = 0 AND (a.scale IS NOT NULL OR b.scale IS NOT NULL) ORDER BY p.id",
             {modelA, modelB}, [&](const Row &row) {
                 const auto a = row.blob(2);
                 const auto b = row.blob(4);
                 VectorPair pair{row.integer(0), {}, {}, row.text(5)};
                 if (!row.isNull(1))
                     pair.a = {row.real(1), a};
                 if (!row.isNull(3))
                     pair.b = {row.real(3), b};
                 visit(pair);
             });
}

std::optional<Vector> vector(const ReadSql &sql, std::int64_t model, std::int64_t passage)
{
    return sql.one<Vector>("SELECT passage, scale, v FROM knowledge_vectors WHERE model = ? AND passage = ?", {model, passage}, readVector);
}

std::int64_t vectorCount(const ReadSql &sql, std::int64_t model)
{
    return sql.integer("SELECT count(*) FROM knowledge_vectors v JOIN knowledge_passages p ON p.id = v.passage WHERE v.model = ? AND p.hidden = 0", {model})
        .value_or(0);
}

std::vector<Unembedded> unembedded(const ReadSql &sql, std::int64_t model, std::int64_t after, int limit)
{
    std::vector<Unembedded> rows;
    sql.each("SELECT p.id, p.document, p.heading, p.body, p.hash, d.language FROM knowledge_passages p JOIN knowledge_documents d ON d.row = p.document"
             " WHERE p.id > ? AND p.hidden = 0 AND NOT EXISTS (SELECT 1 FROM knowledge_vectors v WHERE v.model = ? AND v.passage = p.id)"
             " ORDER BY p.id LIMIT ?",
             {after, model, limit}, [&](const Row &row) {
                 Unembedded one;
                 one.passage.id = row.integer(0);
                 one.passage.document = row.integer(1);
                 one.passage.heading = row.text(2);
                 one.passage.body = row.text(3);
                 one.passage.hash = row.blob(4);
                 one.language = row.text(5);
                 rows.push_back(std::move(one));
             });
    for (auto &one : rows)
        one.same = sql.one<Vector>("SELECT v.passage, v.scale, v.v FROM knowledge_passages p JOIN knowledge_vectors v ON v.passage = p.id AND v.model = ?"
                                   " WHERE p.hash = ? AND p.id <> ? LIMIT 1",
                                   {model, Blob{one.passage.hash}, one.passage.id}, readVector);
    return rows;
}

} // namespace hs::store::knowledge
