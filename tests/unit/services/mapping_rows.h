#pragma once

namespace hs::services::test {

void addDocuments();      ///< source, type, headers, body, events
void addBrokenPromises(); ///< source, type, body, error
void addOddTypes();       ///< source, type, body

} // namespace hs::services::test
