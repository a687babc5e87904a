#pragma once

// How a console without a window keeps small. Each does nothing where the system offers no way.
namespace hs::app {

/// Answers of services may be large and are soon let go. Blocks like them get memory of their own, which goes back at once; glibc would
/// else learn to take them from the heap, which then keeps their room. Not where a window paints its pictures again and again. First
/// thing in `main`.
void letLargeBlocksGo();

/// What only the start needed of the program and its libraries leaves the memory, a third of it; what is used comes back from their
/// files by itself. Once the engine has started.
void letStartGo();

} // namespace hs::app
