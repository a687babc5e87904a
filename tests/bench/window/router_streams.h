#pragma once

#include <vector>

#include <QThread>

#include "tests/bench/window/stories.h"

namespace hs::bench {

/// From the first part of an answer to its end, in ms of the wall clock.
struct Stretch {
    std::int64_t from = 0, to = 0;
};
/// How many of them were under way at once, at most.
[[nodiscard]] int mostAtOnce(const std::vector<Stretch> &stretches);

/// Answers that stream below the door: asked of the router, over the transport that the engine uses, all in this one thread
/// as the engine's has all of its own. Ends when every answer has come or failed.
class RouterStreams final : public QThread {
public:
    struct Heard {
        Stretch stretch;
        std::size_t parts = 0; ///< handed on
        bool right = false;    ///< whole, and the same in its parts as in the answer
    };

    RouterStreams(Model model, std::vector<Story> stories);
    ~RouterStreams() override { wait(); }

    // Once it has ended:
    [[nodiscard]] const std::vector<Heard> &heard() const { return m_heard; } ///< one for each story
    [[nodiscard]] double processorSeconds() const { return m_processor; }     ///< of this thread
    [[nodiscard]] const std::string &trouble() const { return m_trouble; }    ///< the first; empty: none

protected:
    void run() override;

private:
    Model m_model;
    std::vector<Story> m_stories;
    std::vector<Heard> m_heard;
    double m_processor = 0;
    std::string m_trouble;
};

} // namespace hs::bench
