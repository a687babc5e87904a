#pragma once

#include "tests/fakes/notion/workspace.h"

// The two sides of a relation: the columns, and the pages that name each other.
namespace hs::test::notion {

/// After a relation column was made: gives a dual one its column on the other side.
void linkRelation(Workspace &space, DataSource &table, const std::string &propertyId, const Json &config, const Actor &actor);
/// After a relation column was configured again: single becomes dual, dual becomes single, or the other side is renamed.
void relinkRelation(Workspace &space, DataSource &table, const std::string &propertyId, const Json &config, bool wasDual, const Actor &actor);
/// Before a column goes: takes the other side's with it. Harmless for columns that are no dual relation.
/// References to columns of `table` are void afterwards.
void unlinkRelation(Workspace &space, DataSource &table, const Property &property, const Actor &actor);
/// Takes away columns elsewhere whose other side in `table` is not there.
void dropOrphans(Workspace &space, DataSource &table);

/// Sets what a page relates to, and keeps the other side in step.
void setRelation(Workspace &space, Page &page, const Property &property, const Json &ids, const Actor &actor);

} // namespace hs::test::notion
