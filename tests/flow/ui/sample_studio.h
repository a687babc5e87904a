#pragma once

#include "tests/fakes/fake_clock.h"
#include "tests/fakes/fake_door.h"

namespace hs::test {

/// Fills a fake door with a small studio of fictional people, for pictures and
/// for walks over the whole window. All times hang on the clock's now.
void fillSampleStudio(FakeDoor &door, const FakeClock &clock);

/// The part of it that has happened: events, tasks, deliveries, effects, a workflow's history. `fillSampleStudio` does it too.
void fillSampleWork(FakeDoor &door, const FakeClock &clock);

/// And what is known of its workflow's versions: `current`, and two before it. `fillSampleStudio` does it too.
void fillSampleVersions(FakeDoor &door, const FakeClock &clock, const api::DefinitionVersionRow &current);
/// Puts a board of `cards` cards over the sample's, so that its columns are long.
void fillLargeBoard(FakeDoor &door, const FakeClock &clock, int cards);

/// The operator who sits at the desk of the sample studio.
[[nodiscard]] api::Caller sampleCaller();

} // namespace hs::test
