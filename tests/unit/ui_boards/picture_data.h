#pragma once

#include "tests/fakes/fake_door.h"

namespace hs::test {

/// The moment at which all pictures are taken, 2026-03-12 11:08 UTC.
[[nodiscard]] QDateTime pictureNow();

/// The board of that studio, unfiltered.
[[nodiscard]] api::Board pictureBoard();

/// A studio in the middle of its day, with fictional people.
void fillStudio(FakeDoor &door);
/// A studio on its first day: agents and definitions, nothing else.
void fillEmptyStudio(FakeDoor &door);

} // namespace hs::test
