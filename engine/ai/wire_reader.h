#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "engine/ai/sse.h"
#include "engine/ai/wire.h"
#include "engine/ai/wire_faults.h"

/// What the readers of all dialects share. Inside of engine/ai only.
namespace hs::ai {

/// Takes the stream apart and puts the answer together. A dialect says what its events mean. After the last event, or the
/// first fault, whatever still comes is dropped.
class StreamReader : public Reader {
public:
    void feed(std::string_view part, const OnText &onText) final;
    [[nodiscard]] Result<Answer> end() final;
    [[nodiscard]] bool started() const final { return !m_answer.text.empty() || !m_calls.empty(); }

protected:
    struct OpenCall {
        std::string id, name;
        std::string raw; ///< arguments so far
    };

    /// One event, or one line of JSON that stands in the stream without being an event. `type`: the event's name.
    virtual void onJson(std::string_view type, const Json &data) = 0;
    /// "[DONE]", which ends chat completions and which proxies put behind other dialects too.
    virtual void onDone() {}
    /// The body has ended, and nothing said that the answer is whole: a dialect may know better.
    virtual void onEnd() {}
    /// The finish that the dialect told; the calls are looked at afterwards.
    [[nodiscard]] virtual Finish finish() const = 0;

    void say(std::string_view text); ///< text of the answer
    void complete() { m_complete = true; }
    void stop(Error error);          ///< there will be no answer
    [[nodiscard]] std::size_t openCall(OpenCall call); ///< its place in `calls()`
    [[nodiscard]] std::vector<OpenCall> &calls() { return m_calls; }
    [[nodiscard]] Answer &answer() { return m_answer; }
    void tellUsage(const Usage &usage);

private:
    void onEvent(const SseParser::Event &event);
    void onJsonText(std::string_view type, std::string_view text);
    void lookForStrayLine(std::string_view part); ///< a line or a part of it, with its end
    void endStrayLine();
    [[nodiscard]] std::string freshId(std::size_t place) const;

    SseParser m_parser;
    Answer m_answer;
    std::vector<OpenCall> m_calls;
    std::optional<Error> m_error;
    bool m_complete = false;
    bool m_usageTold = false;
    const OnText *m_onText = nullptr; // while feed() runs

    // A server that fails in mid-stream, or does not stream at all, may write plain JSON in a line of its own. For SSE that
    // is a field nobody knows.
    std::string m_stray;
    bool m_lineStart = true;
    bool m_inStray = false;
    char m_firstByte = 0; // of the body, white space apart
};

} // namespace hs::ai
