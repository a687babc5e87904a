#pragma once

#include <vector>

#include "engine/runtime/studio.h"
#include "engine/vocabulary/result.h"

/// Records that ship with the program and then belong to the people who work with them.
namespace hs::runtime::seed {

struct Seed {
    std::string database;
    std::string key;  ///< what it stands for, for ever: "refer_a_friend", "nyra"
    Json fields;      ///< relations as record ids
    bool make = true; ///< false: fills in a record that the engine made otherwise, and makes none
};

/// Makes a record that was never there. Of one that is, it changes what a newer program ships otherwise, property by
/// property, and only where the record still has what was shipped before; what a person changed stays, and a record that
/// was deleted stays away. Again: nothing.
Result<void> plant(Deed &deed, const Seed &seed);
/// All of them; one that cannot be planted is logged and stops no other.
void plantAll(Deed &deed, const std::vector<Seed> &seeds);

/// What was shipped for a record when it was last planted, in the form that is stored; null: nothing.
[[nodiscard]] Json shippedFields(const store::ReadSql &sql, std::string_view database, std::string_view key);

} // namespace hs::runtime::seed
