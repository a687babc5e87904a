#pragma once

#include <string>

#include "tests/fakes/notion/workspace.h"

// Formulas in a small part of Notion's language: numbers, texts, true, false, prop("Name"), + - * / %, comparisons, and,
// or, not, c ? a : b, and the functions if, ifs, empty, length, contains, lower, upper, format, toNumber, round, floor,
// ceil, abs, min, max. A test that needs more sets what the formula says (Page::served).
namespace hs::test::notion {

/// Why the API would not take an expression: syntax, or a property that is not there. Empty: it takes it.
[[nodiscard]] std::string formulaTrouble(DataSource &table, const std::string &expression);

/// {type:"string"|"number"|"boolean", …} of one page; {type:"unsupported"} for what the evaluator cannot do.
[[nodiscard]] Json formulaValue(Workspace &space, DataSource &table, const Page &page, const std::string &expression);

} // namespace hs::test::notion
