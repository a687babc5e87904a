#pragma once

#include <array>
#include <chrono>
#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "engine/runtime/studio.h"

/// How much of the computer the console takes, and how full the disk of its data folder is (domain.md §9: over 80 % for five
/// minutes is an alert, over 90 % a critical one). What is found becomes troubles of the component "machine", which end by
/// themselves once the reading is below the mark again.
namespace hs::runtime::machine {

inline constexpr double HighOver = 80;
inline constexpr double CriticalOver = 90;
inline constexpr std::chrono::minutes Lasting{5};
/// How often it is looked.
inline constexpr std::chrono::seconds Every{60};

/// In percent; nothing: the system does not tell.
struct Reading {
    std::optional<double> cpu;    ///< of all cores, taken by this process since the reading before
    std::optional<double> memory; ///< of the computer's memory, resident in this process
    std::optional<double> disk;   ///< of the data folder's disk, used by anybody
};

/// Reads /proc, where there is one, and asks the file system. One thread; a reading takes well under a millisecond.
class Reader {
public:
    explicit Reader(std::filesystem::path dataDir, std::filesystem::path proc = "/proc");
    [[nodiscard]] Reading read();

private:
    struct Sample {
        double seconds = 0; ///< of processor time
        std::chrono::steady_clock::time_point at;
    };
    std::filesystem::path m_dataDir, m_proc;
    std::optional<Sample> m_last;
};

enum class State { Unknown, Well, High, Critical };
/// One resource came into another state.
struct Turn {
    std::string resource; ///< cpu, memory, disk
    State state = State::Unknown;
    double percent = 0;
    Timestamp since; ///< when it went over the mark
};

/// Tells when a resource has been over a mark long enough, and when it is below it again. Pure but for what it remembers; one thread.
class Watch {
public:
    /// What has turned with this reading. The first one that is below the mark is a turn too: a trouble of an earlier run ends.
    [[nodiscard]] std::vector<Turn> take(const Reading &reading, Timestamp now);

private:
    struct Resource {
        State told = State::Unknown;
        std::optional<Timestamp> high, critical; ///< since when it is over
    };
    std::array<Resource, 3> m_resources;
};

/// Writes down what has turned.
void note(Deed &deed, const std::vector<Turn> &turns);

} // namespace hs::runtime::machine
