#include <QTest>

#include "engine/ai/wire.h"

using namespace hs;
using namespace hs::ai;
using B = QByteArray;

namespace {

constexpr auto OpenAi = Dialect::OpenAiResponses;
constexpr auto Chat = Dialect::ChatCompletions;
constexpr auto Face = Dialect::HuggingFace;
constexpr auto Claude = Dialect::Anthropic;

/// A stream of events without names, ended by [DONE].
B chatStream(std::initializer_list<const char *> chunks, bool done = true)
{
    B out;
    for (const auto *chunk : chunks)
        out += "data: " + B(chunk) + "\n\n";
    return done ? out + "data: [DONE]\n\n" : out;
}

/// A stream of events that are named as their type.
B namedStream(std::initializer_list<const char *> events)
{
    B out;
    for (const auto *event : events) {
        const auto type = text(*parseJson(event), "type");
        out += "event: " + B::fromStdString(type) + "\ndata: " + event + "\n\n";
    }
    return out;
}

/// What came of a stream, as one text: the answer's words and whatever else is in it, or "!code: error".
B told(Dialect dialect, const std::vector<std::string_view> &parts, std::string *streamed = nullptr)
{
    const auto reading = reader(dialect);
    std::string heard;
    for (const auto part : parts)
        reading->feed(part, [&](std::string_view words) { heard += words; });
    const bool started = reading->started();
    const auto answer = reading->end();
    if (streamed)
        *streamed = heard;
    if (!answer)
        return B::fromStdString("!" + std::string(name(answer.error().code)) + ": " + describe(answer.error()));
    std::string out = answer->text;
    for (const auto &call : answer->calls)
        out += " <" + call.id + " " + call.name + " " + (call.arguments.is_null() ? "raw " + call.raw : dump(call.arguments)) + ">";
    const auto &usage = answer->usage;
    out += " |" + std::string(name(answer->finish)) + "|" + std::to_string(usage.input) + "," + std::to_string(usage.cached) + ","
        + std::to_string(usage.written) + "," + std::to_string(usage.output) + (usage.estimated ? "?" : "") + "|" + answer->model + "|" + answer->requestId;
    if (heard != answer->text)
        out += " but heard: " + heard;
    if (started != (!answer->text.empty() || !answer->calls.empty()))
        out += " but started is wrong";
    if (!answer->data.is_null())
        out += " but holds data";
    return B::fromStdString(out);
}

B told(Dialect dialect, const B &stream)
{
    const auto bytes = stream.toStdString();
    return told(dialect, {std::string_view(bytes)});
}

// A stream of each kind, with all that may come.

B chatText()
{
    return ": ping\n\n" + chatStream({R"({"id":"chatcmpl-1","object":"chat.completion.chunk","created":1,"model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":""},"finish_reason":null}]})",
                                      R"({"id":"chatcmpl-1","model":"m-1","choices":[{"index":0,"delta":{"content":"Grü"},"finish_reason":null}],"usage":null})",
                                      R"({"id":"chatcmpl-1","model":"m-1","choices":[{"index":0,"delta":{"content":"ße \ud83d\ude00"},"finish_reason":null}]})",
                                      R"({"id":"chatcmpl-1","model":"m-1","choices":[{"index":0,"delta":{},"finish_reason":"stop"}]})",
                                      R"({"id":"chatcmpl-1","model":"m-1","choices":[],"usage":{"prompt_tokens":21,"completion_tokens":4,"total_tokens":25,"prompt_tokens_details":{"cached_tokens":8}}})"});
}

B chatCalls()
{
    return chatStream({R"({"id":"c2","model":"m-1","choices":[{"index":0,"delta":{"role":"assistant","content":"I look."}}]})",
                       R"({"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_a","type":"function","function":{"name":"look_up","arguments":""}}]}}]})",
                       R"({"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"{\"key\":"}}]}}]})",
                       R"({"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":1,"id":"call_b","type":"function","function":{"name":"now","arguments":"{"}}]}}]})",
                       R"({"id":"c2","choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"function":{"arguments":"\"Ä\"}"}},{"index":1,"function":{"arguments":"}"}}]}}]})",
                       R"({"id":"c2","choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]})",
                       R"({"id":"c2","choices":[],"usage":{"prompt_tokens":9,"completion_tokens":30}})"});
}

B responsesText()
{
    return namedStream({R"({"type":"response.created","sequence_number":0,"response":{"id":"resp_1","model":"gpt-5-mini","status":"in_progress","output":[],"error":null}})",
                        R"({"type":"response.in_progress","response":{"id":"resp_1","model":"gpt-5-mini"}})",
                        R"({"type":"response.output_item.added","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}})",
                        R"({"type":"response.reasoning_summary_text.delta","output_index":0,"delta":"I think"})",
                        R"({"type":"response.output_item.done","output_index":0,"item":{"id":"rs_1","type":"reasoning","summary":[]}})",
                        R"({"type":"response.output_item.added","output_index":1,"item":{"id":"msg_1","type":"message","role":"assistant","content":[]}})",
                        R"({"type":"response.content_part.added","item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":""}})",
                        R"({"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"Grü"})",
                        R"({"type":"response.output_text.delta","item_id":"msg_1","output_index":1,"content_index":0,"delta":"ße"})",
                        R"({"type":"response.output_text.done","item_id":"msg_1","output_index":1,"content_index":0,"text":"Grüße"})",
                        R"({"type":"response.content_part.done","item_id":"msg_1","output_index":1,"content_index":0,"part":{"type":"output_text","text":"Grüße"}})",
                        R"({"type":"response.output_item.done","output_index":1,"item":{"id":"msg_1","type":"message","content":[{"type":"output_text","text":"Grüße"}]}})",
                        R"({"type":"response.completed","response":{"id":"resp_1","model":"gpt-5-mini","status":"completed","error":null,"output":[{"type":"reasoning"},{"type":"message","content":[{"type":"output_text","text":"Grüße"}]}],"usage":{"input_tokens":40,"input_tokens_details":{"cached_tokens":16},"output_tokens":70,"output_tokens_details":{"reasoning_tokens":64},"total_tokens":110}}})"});
}

B responsesCalls()
{
    return namedStream({R"({"type":"response.created","response":{"id":"resp_2","model":"gpt-5-mini"}})",
                        R"({"type":"response.output_item.added","output_index":0,"item":{"id":"fc_1","type":"function_call","status":"in_progress","call_id":"call_a","name":"look_up","arguments":""}})",
                        R"({"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":"{\"key\""})",
                        R"({"type":"response.output_item.added","output_index":1,"item":{"id":"fc_2","type":"function_call","call_id":"call_b","name":"now","arguments":""}})",
                        R"({"type":"response.function_call_arguments.delta","item_id":"fc_1","output_index":0,"delta":":\"Ä\"}"})",
                        R"({"type":"response.function_call_arguments.done","item_id":"fc_1","output_index":0,"arguments":"{\"key\":\"Ä\"}"})",
                        R"({"type":"response.function_call_arguments.done","item_id":"fc_2","output_index":1,"arguments":"{}"})",
                        R"({"type":"response.output_item.done","output_index":0,"item":{"id":"fc_1","type":"function_call","call_id":"call_a","name":"look_up","arguments":"{\"key\":\"Ä\"}"}})",
                        R"({"type":"response.completed","response":{"id":"resp_2","model":"gpt-5-mini","status":"completed","output":[{"type":"function_call","call_id":"call_a","name":"look_up","arguments":"{\"key\":\"Ä\"}"}],"usage":{"input_tokens":5,"output_tokens":6}}})"});
}

B claudeText()
{
    return namedStream({R"({"type":"message_start","message":{"id":"msg_1","type":"message","role":"assistant","model":"claude-opus-5-5","content":[],"stop_reason":null,"usage":{"input_tokens":10,"cache_creation_input_tokens":200,"cache_read_input_tokens":1000,"output_tokens":1}}})",
                        R"({"type":"content_block_start","index":0,"content_block":{"type":"thinking","thinking":"","signature":""}})",
                        R"({"type":"content_block_delta","index":0,"delta":{"type":"thinking_delta","thinking":"hm"}})",
                        R"({"type":"content_block_delta","index":0,"delta":{"type":"signature_delta","signature":"Ab=="}})",
                        R"({"type":"content_block_stop","index":0})",
                        R"({"type": "ping"})",
                        R"({"type":"content_block_start","index":1,"content_block":{"type":"text","text":""}})",
                        R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"Grü"}})",
                        R"({"type":"something_new","index":1,"delta":{"type":"text_delta","text":"no"}})",
                        R"({"type":"content_block_delta","index":1,"delta":{"type":"text_delta","text":"ße"}})",
                        R"({"type":"content_block_delta","index":1,"delta":{"type":"citations_delta","citation":{}}})",
                        R"({"type":"content_block_stop","index":1})",
                        R"({"type":"message_delta","delta":{"stop_reason":"end_turn","stop_sequence":null},"usage":{"output_tokens":15}})",
                        R"({"type":"message_stop"})"});
}

B claudeCalls()
{
    return namedStream({R"({"type":"message_start","message":{"id":"msg_2","model":"claude-opus-5-5","usage":{"input_tokens":3,"output_tokens":1}}})",
                        R"({"type":"content_block_start","index":0,"content_block":{"type":"text","text":"I look."}})",
                        R"({"type":"content_block_stop","index":0})",
                        R"({"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"toolu_a","name":"look_up","input":{}}})",
                        R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":""}})",
                        R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"key\": \"Ä"}})",
                        R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"\"}"}})",
                        R"({"type":"content_block_stop","index":1})",
                        R"({"type":"content_block_start","index":2,"content_block":{"type":"tool_use","id":"toolu_b","name":"now","input":{}}})",
                        R"({"type":"content_block_stop","index":2})",
                        R"({"type":"message_delta","delta":{"stop_reason":"tool_use"},"usage":{"output_tokens":40}})",
                        R"({"type":"message_stop"})"});
}

void wholeStreams()
{
    QTest::addColumn<int>("dialect");
    QTest::addColumn<B>("stream");
    QTest::addColumn<B>("answer");
    QTest::newRow("compatible, text") << int(Chat) << chatText() << B("Grüße 😀 |stop|21,8,0,4|m-1|chatcmpl-1");
    QTest::newRow("huggingface, text") << int(Face) << chatText() << B("Grüße 😀 |stop|21,8,0,4|m-1|chatcmpl-1");
    QTest::newRow("compatible, calls") << int(Chat) << chatCalls() << B("I look. <call_a look_up {\"key\":\"Ä\"}> <call_b now {}> |tools|9,0,0,30|m-1|c2");
    QTest::newRow("openai, text") << int(OpenAi) << responsesText() << B("Grüße |stop|40,16,0,70|gpt-5-mini|resp_1");
    QTest::newRow("openai, calls") << int(OpenAi) << responsesCalls() << B(" <call_a look_up {\"key\":\"Ä\"}> <call_b now {}> |tools|5,0,0,6|gpt-5-mini|resp_2");
    QTest::newRow("anthropic, text") << int(Claude) << claudeText() << B("Grüße |stop|1210,1000,200,15|claude-opus-5-5|msg_1");
    QTest::newRow("anthropic, calls") << int(Claude) << claudeCalls() << B("I look. <toolu_a look_up {\"key\":\"Ä\"}> <toolu_b now {}> |tools|3,0,0,40|claude-opus-5-5|msg_2");
}

} // namespace

/// What comes of the streams of all dialects.
class WireAnswersTest final : public QObject {
    Q_OBJECT
private Q_SLOTS:
    void anyCutGivesTheSameAnswer_data() { wholeStreams(); }
    void anyCutGivesTheSameAnswer();
    void nothingIsTakenForWholeThatWasCut_data() { wholeStreams(); }
    void nothingIsTakenForWholeThatWasCut();
    void chatCompletionsVary_data();
    void chatCompletionsVary();
    void responsesVary_data();
    void responsesVary();
    void messagesVary_data();
    void messagesVary();
    void structuredAnswersComeAsText();
    void theReaderIsToldPartByPart();
    void whatFollowsTheEndIsDropped();
    void limitsHold();
};

#ifndef Q_MOC_RUN // whose reading of macros stumbles over JSON in raw strings

void WireAnswersTest::anyCutGivesTheSameAnswer()
{
    QFETCH(int, dialect);
    QFETCH(B, stream);
    QFETCH(B, answer);
    for (const auto *end : {"\n", "\r\n"}) {
        const auto bytes = B(stream).replace("\n", end).toStdString();
        const std::string_view all(bytes);
        for (std::size_t cut = 0; cut <= all.size(); ++cut)
            QCOMPARE(told(Dialect(dialect), {all.substr(0, cut), all.substr(cut)}), answer);
        std::vector<std::string_view> single;
        for (std::size_t i = 0; i < all.size(); ++i)
            single.push_back(all.substr(i, 1));
        QCOMPARE(told(Dialect(dialect), single), answer);
    }
}

void WireAnswersTest::nothingIsTakenForWholeThatWasCut()
{
    QFETCH(int, dialect);
    QFETCH(B, stream);
    QFETCH(B, answer);
    const auto bytes = stream.toStdString();
    const B words = answer.left(answer.indexOf('|', answer.indexOf('|') + 1)); // with the finish
    int whole = 0;
    for (std::size_t cut = 0; cut < bytes.size(); ++cut) {
        const auto got = told(Dialect(dialect), {std::string_view(bytes).substr(0, cut)});
        if (got == "!corrupt: the answer stopped in the middle")
            continue;
        ++whole;
        // Chat completions tell the finish before the usage: from there on the answer is whole, and the usage guessed.
        QVERIFY2(got.startsWith(words), got.constData());
    }
    if (Dialect(dialect) == Chat || Dialect(dialect) == Face) {
        const auto finish = stream.indexOf("\n\n", stream.indexOf("\"finish_reason\":\"")) + 2;
        QCOMPARE(whole, int(stream.size() - finish));
        QVERIFY(told(Dialect(dialect), stream.left(finish)).contains("?|")); // guessed
    } else {
        QCOMPARE(whole, 0);
    }
}

void WireAnswersTest::chatCompletionsVary_data()
{
    QTest::addColumn<B>("stream");
    QTest::addColumn<B>("answer");
    const auto delta = [](const char *inner, const char *finish = "null") {
        return B(R"(data: {"id":"c","model":"m","choices":[{"index":0,"delta":%1,"finish_reason":%2}]})").replace("%1", inner).replace("%2", finish) + "\n\n";
    };
    const B start = delta(R"({"content":"Hello"})"), stop = delta("{}", "\"stop\""), done = "data: [DONE]\n\n";

    QTest::newRow("no usage") << start + stop + done << B("Hello |stop|0,0,0,2?|m|c");
    QTest::newRow("no finish, but the end") << start + done << B("Hello |stop|0,0,0,2?|m|c");
    QTest::newRow("no end, but the finish") << start + stop << B("Hello |stop|0,0,0,2?|m|c");
    QTest::newRow("an end alone") << done << B("!corrupt: the answer stopped in the middle");
    QTest::newRow("usage in every chunk") << B(start).replace(R"("choices")", R"("usage":{"prompt_tokens":3,"completion_tokens":1},"choices")") + B(stop).replace(R"("choices")", R"("usage":{"prompt_tokens":3,"completion_tokens":2},"choices")") + done << B("Hello |stop|3,0,0,2|m|c");
    QTest::newRow("cut by the limit") << start + delta("{}", "\"length\"") + done << B("Hello |length|0,0,0,2?|m|c");
    QTest::newRow("held back") << start + delta("{}", "\"content_filter\"") + done << B("Hello |refused|0,0,0,2?|m|c");
    QTest::newRow("refused in words") << delta(R"({"refusal":"I will not."})") + stop + done << B("I will not. |refused|0,0,0,3?|m|c");
    QTest::newRow("thoughts are no answer") << delta(R"({"reasoning_content":"hm"})") + delta(R"({"reasoning":"hm","content":null})") + start + stop + done << B("Hello |stop|0,0,0,2?|m|c");
    QTest::newRow("content in pieces") << delta(R"({"content":[{"type":"thinking","thinking":[]},{"type":"text","text":"Hel"},{"type":"text","text":"lo"}]})") + stop + done << B("Hello |stop|0,0,0,2?|m|c");
    QTest::newRow("another choice") << start + B(start).replace(R"("index":0)", R"("index":1)") + stop + done << B("Hello |stop|0,0,0,2?|m|c");
    QTest::newRow("nothing to say") << stop + done << B(" |stop|0,0,0,0?|m|c");

    QTest::newRow("calls without index") << delta(R"({"tool_calls":[{"id":"a","function":{"name":"x","arguments":"{}"}},{"id":"b","function":{"name":"y","arguments":"{"}}]})") + delta(R"({"tool_calls":[{"function":{"arguments":"}"}}]})", "\"tool_calls\"") + done << B(" <a x {}> <b y {}> |tools|0,0,0,2?|m|c");
    QTest::newRow("calls that share an index") << delta(R"({"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{}"}}]})") + delta(R"({"tool_calls":[{"index":0,"id":"b","function":{"name":"x","arguments":"{\"n\":2}"}}]})", "\"stop\"") + done << B(" <a x {}> <b x {\"n\":2}> |tools|0,0,0,3?|m|c");
    QTest::newRow("an id that changes in one call") << delta(R"({"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{"}}]})") + delta(R"({"tool_calls":[{"index":0,"id":"z","function":{"arguments":"}"}}]})", "\"tool_calls\"") + done << B(" <a x {}> |tools|0,0,0,1?|m|c");
    QTest::newRow("calls without ids") << delta(R"({"tool_calls":[{"index":0,"function":{"name":"x","arguments":{"n":1}}},{"index":1,"function":{"name":"y"}}]})", "\"tool_calls\"") + done << B(" <call_c_1 x {\"n\":1}> <call_c_2 y {}> |tools|0,0,0,2?|m|c");
    QTest::newRow("arguments that are no JSON") << delta(R"({"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{\"n\": 1"}}]})", "\"tool_calls\"") + done << B(" <a x raw {\"n\": 1> |tools|0,0,0,2?|m|c");
    QTest::newRow("arguments that are no object") << delta(R"({"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"[1]"}}]})", "\"tool_calls\"") + done << B(" <a x raw [1]> |tools|0,0,0,1?|m|c");
    QTest::newRow("a call cut by the limit") << delta(R"({"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{\"n"}}]})", "\"length\"") + done << B(" <a x raw {\"n> |length|0,0,0,1?|m|c");
    QTest::newRow("calls announced and not made") << start + delta("{}", "\"tool_calls\"") + done << B("Hello |stop|0,0,0,2?|m|c");

    QTest::newRow("a text as error") << start + "data: {\"error\":\"model runner has stopped\"}\n\n" << B("!unavailable: the provider cannot answer at the moment: model runner has stopped (in the stream)");
    QTest::newRow("an object as error") << start + "data: {\"error\":{\"code\":500,\"message\":\"oops\",\"type\":\"server_error\"}}\n\n" + done << B("!unavailable: the provider cannot answer at the moment: oops (in the stream, server_error)");
    QTest::newRow("an error by its status") << start + "data: {\"error\":{\"code\":429,\"message\":\"slow down\"}}\n\n" << B("!rate_limited: the provider takes no more requests at the moment: slow down (in the stream)");
    QTest::newRow("an error of length") << start + "data: {\"error\":{\"message\":\"the request exceeds the available context size\",\"type\":\"exceed_context_size_error\"}}\n\n" << B("!bad_input: the request is longer than the model takes: the request exceeds the available context size (in the stream, exceed_context_size_error): shorten it, or choose a model that takes more");
    QTest::newRow("an error by the event's name") << start + "event: error\ndata: {\"message\":\"gone\"}\n\n" << B("!unavailable: the provider cannot answer at the moment: gone (in the stream)");
    QTest::newRow("an error behind the finish") << start + stop + "data: {\"error\":\"oops\"}\n\n" << B("!unavailable: the provider cannot answer at the moment: oops (in the stream)");
    QTest::newRow("an error as the finish") << start + delta("{}", "\"error\"") + done << B("!unavailable: the provider cannot answer at the moment (in the stream)");
    QTest::newRow("an error that is no event") << start + "{\"error\":\"out of memory\"}\n" << B("!unavailable: the provider cannot answer at the moment: out of memory (in the stream)");
    QTest::newRow("nor ended") << start + "{\"error\":\"out of memory\"}" << B("!unavailable: the provider cannot answer at the moment: out of memory (in the stream)");
    QTest::newRow("half an error") << start + "{\"error\":\"out of" << B("!corrupt: the answer stopped in the middle");
    QTest::newRow("an event that is no JSON") << start + "data: {\"choices\": [}\n\n" + stop + done << B("!corrupt: an event of the answer is not JSON");
    QTest::newRow("an event that is no object") << start + "data: [1]\n\n" + stop << B("!corrupt: an event of the answer is not JSON");
    QTest::newRow("broken text") << start + "data: {\"a\":\"\xFF\"}\n\n" + stop << B("!corrupt: an event of the answer is not JSON");
    QTest::newRow("a server that does not stream") << B(R"({"id":"c","model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"Hello","tool_calls":[{"id":"a","function":{"name":"x","arguments":"{}"}},{"id":"b","function":{"name":"y","arguments":"{}"}}]},"finish_reason":"tool_calls"}],"usage":{"prompt_tokens":1,"completion_tokens":2}})") + "\n" << B("Hello <a x {}> <b y {}> |tools|1,0,0,2|m|c");
    QTest::newRow("a web page") << B("\r\n <html><body>Log in</body></html>") << B("!corrupt: a web page came instead of an answer: check the address of the provider");
    QTest::newRow("nothing") << B() << B("!corrupt: the answer stopped in the middle");
    QTest::newRow("pings alone") << B(": ping\n\n: ping\n\n") << B("!corrupt: the answer stopped in the middle");
    QTest::newRow("junk") << B("data: {}\n\ndata: {\"choices\":7}\n\ndata: {\"choices\":[7,null,{\"delta\":[]}]}\n\n") << B("!corrupt: the answer stopped in the middle");
}

void WireAnswersTest::chatCompletionsVary()
{
    QFETCH(B, stream);
    QFETCH(B, answer);
    for (const auto dialect : {Chat, Face})
        QCOMPARE(told(dialect, stream), answer);
    const auto bytes = stream.toStdString();
    std::vector<std::string_view> single;
    for (std::size_t i = 0; i < bytes.size(); ++i)
        single.push_back(std::string_view(bytes).substr(i, 1));
    QCOMPARE(told(Chat, single), answer);
}

void WireAnswersTest::responsesVary_data()
{
    QTest::addColumn<B>("stream");
    QTest::addColumn<B>("answer");
    const auto created = R"({"type":"response.created","response":{"id":"r","model":"m"}})";
    const auto hello = R"({"type":"response.output_text.delta","output_index":0,"item_id":"m1","delta":"Hello"})";
    QTest::newRow("cut by the limit") << namedStream({created, hello, R"({"type":"response.incomplete","response":{"id":"r","status":"incomplete","incomplete_details":{"reason":"max_output_tokens"},"usage":{"input_tokens":1,"output_tokens":2}}})"}) << B("Hello |length|1,0,0,2|m|r");
    QTest::newRow("held back") << namedStream({created, hello, R"({"type":"response.incomplete","response":{"id":"r","incomplete_details":{"reason":"content_filter"}}})"}) << B("Hello |refused|0,0,0,2?|m|r");
    QTest::newRow("refused") << namedStream({created, R"({"type":"response.refusal.delta","output_index":0,"delta":"I will "})", R"({"type":"response.refusal.delta","output_index":0,"delta":"not."})", R"({"type":"response.refusal.done","output_index":0,"refusal":"I will not."})", R"({"type":"response.completed","response":{"id":"r","output":[{"type":"message","content":[{"type":"refusal","refusal":"I will not."}]}]}})"}) << B("I will not. |refused|0,0,0,3?|m|r");
    QTest::newRow("the last event alone") << namedStream({R"({"type":"response.completed","response":{"id":"r","model":"m","output":[{"type":"message","content":[{"type":"output_text","text":"Hel"},{"type":"output_text","text":"lo"}]},{"type":"function_call","call_id":"a","name":"x","arguments":"{}"}],"usage":{"input_tokens":1,"output_tokens":2}}})"}) << B("Hello <a x {}> |tools|1,0,0,2|m|r");
    QTest::newRow("items without parts") << namedStream({created, R"({"type":"response.output_item.done","output_index":0,"item":{"type":"message","content":[{"type":"output_text","text":"Hello"}]}})", R"({"type":"response.completed","response":{"id":"r"}})"}) << B("Hello |stop|0,0,0,2?|m|r");
    QTest::newRow("named by ids alone") << namedStream({R"({"type":"response.output_item.added","item_id":"f","item":{"type":"function_call","call_id":"a","name":"x","arguments":""}})", R"({"type":"response.function_call_arguments.delta","item_id":"f","delta":"{}"})", R"({"type":"response.completed","response":{"id":"r","model":"m","output":[{"type":"function_call","call_id":"a","name":"x","arguments":"{}"}]}})"}) << B(" <a x {}> |tools|0,0,0,1?|m|r");
    QTest::newRow("two messages") << namedStream({created, hello, R"({"type":"response.output_text.delta","output_index":1,"item_id":"m2","delta":"World"})", R"({"type":"response.completed","response":{"id":"r"}})"}) << B("Hello\n\nWorld |stop|0,0,0,3?|m|r");
    QTest::newRow("arguments that are no JSON") << namedStream({created, R"({"type":"response.output_item.added","output_index":0,"item":{"type":"function_call","call_id":"a","name":"x","arguments":""}})", R"({"type":"response.function_call_arguments.delta","output_index":0,"delta":"{oops"})", R"({"type":"response.completed","response":{"id":"r"}})"}) << B(" <a x raw {oops> |tools|0,0,0,2?|m|r");
    QTest::newRow("failed") << namedStream({created, hello, R"({"type":"response.failed","response":{"id":"r","status":"failed","error":{"code":"server_error","message":"The model failed"}}})"}) << B("!unavailable: the provider cannot answer at the moment: The model failed (in the stream, server_error)");
    QTest::newRow("failed by the rate") << namedStream({created, R"({"type":"response.failed","response":{"error":{"code":"rate_limit_exceeded","message":"Slow"}}})"}) << B("!rate_limited: the provider takes no more requests at the moment: Slow (in the stream, rate_limit_exceeded)");
    QTest::newRow("failed by the words") << namedStream({created, R"({"type":"response.failed","response":{"error":{"code":"invalid_prompt","message":"No"}}})"}) << B("!bad_input: the provider refuses the request: No (in the stream, invalid_prompt)");
    QTest::newRow("an error") << namedStream({created, hello, R"({"type":"error","code":"server_error","message":"Oops","param":null,"sequence_number":3})"}) << B("!unavailable: the provider cannot answer at the moment: Oops (in the stream, server_error)");
    QTest::newRow("an error in an object") << namedStream({created, R"({"type":"error","error":{"type":"invalid_request_error","code":"context_length_exceeded","message":"Too long"}})"}) << B("!bad_input: the request is longer than the model takes: Too long (in the stream, context_length_exceeded): shorten it, or choose a model that takes more");
    QTest::newRow("an error that is no event") << namedStream({created, hello}) + "{\"error\":{\"message\":\"Oops\"}}\n" << B("!unavailable: the provider cannot answer at the moment: Oops (in the stream)");
    QTest::newRow("types in the event's name alone") << B("event: response.output_text.delta\ndata: {\"output_index\":0,\"delta\":\"Hello\"}\n\nevent: response.completed\ndata: {\"response\":{\"id\":\"r\",\"model\":\"m\"}}\n\ndata: [DONE]\n\n") << B("Hello |stop|0,0,0,2?|m|r");
    QTest::newRow("an end of another dialect") << namedStream({created, hello}) + "data: [DONE]\n\n" << B("!corrupt: the answer stopped in the middle");
    QTest::newRow("junk") << namedStream({R"({"type":"response.created","response":7})", R"({"type":"response.output_item.done","item":[]})", R"({"type":"response.completed","response":null})"}) << B(" |stop|0,0,0,0?||");
}

void WireAnswersTest::responsesVary()
{
    QFETCH(B, stream);
    QFETCH(B, answer);
    QCOMPARE(told(OpenAi, stream), answer);
}

void WireAnswersTest::messagesVary_data()
{
    QTest::addColumn<B>("stream");
    QTest::addColumn<B>("answer");
    const auto start = R"({"type":"message_start","message":{"id":"g","model":"m","usage":{"input_tokens":7,"output_tokens":1}}})";
    const auto hello = R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":"Hello"}})";
    const auto stop = R"({"type":"message_stop"})";
    const auto stopped = [&](const char *reason) {
        const auto delta = B(R"({"type":"message_delta","delta":{"stop_reason":"%1"},"usage":{"output_tokens":2}})").replace("%1", reason);
        return namedStream({start, hello, delta.constData(), stop});
    };
    QTest::newRow("at its end") << stopped("end_turn") << B("Hello |stop|7,0,0,2|m|g");
    QTest::newRow("at a word") << stopped("stop_sequence") << B("Hello |stop|7,0,0,2|m|g");
    QTest::newRow("paused") << stopped("pause_turn") << B("Hello |stop|7,0,0,2|m|g");
    QTest::newRow("cut by the limit") << stopped("max_tokens") << B("Hello |length|7,0,0,2|m|g");
    QTest::newRow("cut by the window") << stopped("model_context_window_exceeded") << B("Hello |length|7,0,0,2|m|g");
    QTest::newRow("refused") << stopped("refusal") << B("Hello |refused|7,0,0,2|m|g");
    QTest::newRow("a reason of later") << stopped("quite_new") << B("Hello |stop|7,0,0,2|m|g");
    QTest::newRow("counts of the whole at the end") << namedStream({start, R"({"type":"message_delta","delta":{"stop_reason":"end_turn"},"usage":{"input_tokens":0,"cache_read_input_tokens":5,"cache_creation_input_tokens":null,"output_tokens":2}})", stop}) << B(" |stop|12,5,0,2|m|g");
    QTest::newRow("no counts") << namedStream({R"({"type":"message_start","message":{"id":"g","model":"m"}})", hello, stop}) << B("Hello |stop|0,0,0,2?|m|g");
    QTest::newRow("input at once") << namedStream({start, R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"x","input":{"n":1}}})", R"({"type":"content_block_start","index":1,"content_block":{"type":"tool_use","id":"b","name":"y","input":{"n":1}}})", R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"{\"n\":"}})", R"({"type":"content_block_delta","index":1,"delta":{"type":"input_json_delta","partial_json":"2}"}})", stop}) << B(" <a x {\"n\":1}> <b y {\"n\":2}> |tools|7,0,0,1|m|g");
    QTest::newRow("input that is no JSON") << namedStream({start, R"({"type":"content_block_start","index":0,"content_block":{"type":"tool_use","id":"a","name":"x","input":{}}})", R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{\"n\""}})", R"({"type":"message_delta","delta":{"stop_reason":"max_tokens"}})", stop}) << B(" <a x raw {\"n\"> |length|7,0,0,1|m|g");
    QTest::newRow("tools of the provider are none of ours") << namedStream({start, R"({"type":"content_block_start","index":0,"content_block":{"type":"server_tool_use","id":"s","name":"web_search","input":{}}})", R"({"type":"content_block_delta","index":0,"delta":{"type":"input_json_delta","partial_json":"{}"}})", hello, stop}) << B("Hello |stop|7,0,0,1|m|g");
    QTest::newRow("overloaded in the middle") << namedStream({start, hello, R"({"type":"error","error":{"type":"overloaded_error","message":"Overloaded"}})"}) << B("!unavailable: the provider cannot answer at the moment: Overloaded (in the stream, overloaded_error)");
    QTest::newRow("another error") << namedStream({R"({"type":"error","error":{"type":"rate_limit_error","message":"Slow"},"request_id":"req"})"}) << B("!rate_limited: the provider takes no more requests at the moment: Slow (in the stream, rate_limit_error)");
    QTest::newRow("a refused key") << namedStream({R"({"type":"error","error":{"type":"authentication_error","message":"key k-1"}})"}) << B("!unauthorized: the provider does not take the key (in the stream, authentication_error): enter a valid key in the settings of the provider");
    QTest::newRow("no credit") << namedStream({R"({"type":"error","error":{"type":"billing_error","message":"Pay"}})"}) << B("!forbidden: the account at the provider has no credit left: Pay (in the stream, billing_error): add credit there, or choose another provider");
    QTest::newRow("an error that is no event") << namedStream({start, hello}) + "{\"type\":\"error\",\"error\":{\"type\":\"api_error\",\"message\":\"Oops\"}}" << B("!unavailable: the provider cannot answer at the moment: Oops (in the stream, api_error)");
    QTest::newRow("no stop") << namedStream({start, hello, R"({"type":"message_delta","delta":{"stop_reason":"end_turn"}})"}) << B("!corrupt: the answer stopped in the middle");
    QTest::newRow("junk") << namedStream({R"({"type":"message_start"})", R"({"type":"content_block_delta","index":9,"delta":{"type":"input_json_delta","partial_json":"{"}})", R"({"type":"content_block_start","index":"x","content_block":[]})", stop}) << B(" |stop|0,0,0,0?||");
}

void WireAnswersTest::messagesVary()
{
    QFETCH(B, stream);
    QFETCH(B, answer);
    QCOMPARE(told(Claude, stream), answer);
}

void WireAnswersTest::structuredAnswersComeAsText()
{
    // The reader does not know that a schema was asked for: the text is the JSON, in every dialect.
    const B json = R"({\"spam\": false, \"why\": \"ü\"})";
    const auto plain = B(json).replace("\\\"", "\"");
    const auto chat = chatStream({(B(R"({"id":"c","model":"m","choices":[{"index":0,"delta":{"content":")") + json + R"("},"finish_reason":"stop"}]})").constData()});
    QVERIFY(told(Chat, chat).startsWith(plain + " |stop|"));
    const auto claude = namedStream({(B(R"({"type":"content_block_delta","index":0,"delta":{"type":"text_delta","text":")") + json + "\"}}").constData(), R"({"type":"message_stop"})"});
    QVERIFY(told(Claude, claude).startsWith(plain + " |stop|"));
    const auto openai = namedStream({(B(R"({"type":"response.output_text.delta","output_index":0,"delta":")") + json + "\"}").constData(), R"({"type":"response.completed","response":{}})"});
    QVERIFY(told(OpenAi, openai).startsWith(plain + " |stop|"));
}

void WireAnswersTest::theReaderIsToldPartByPart()
{
    for (const auto &[dialect, stream] : {std::pair(Chat, chatText()), std::pair(OpenAi, responsesText()), std::pair(Claude, claudeText())}) {
        const auto reading = reader(dialect);
        const auto first = stream.toStdString();
        const auto middle = std::size_t(stream.indexOf("Grü"));
        int parts = 0;
        const OnText count = [&](std::string_view) { ++parts; };
        reading->feed(std::string_view(first).substr(0, middle), count);
        QCOMPARE(parts, 0);
        QVERIFY(!reading->started());
        const auto next = first.find("\n\n", middle) + 2;
        reading->feed(std::string_view(first).substr(middle, next - middle), count);
        QCOMPARE(parts, 1); // as soon as its event is whole
        QVERIFY(reading->started());
        reading->feed(std::string_view(first).substr(next), {}); // and nobody need listen
        QVERIFY(reading->end());
        QCOMPARE(parts, 1);
    }
    // A call counts as a start, too: what began may not be asked of somebody else unseen.
    const auto reading = reader(Chat);
    reading->feed("data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"x\"}}]}}]}\n\n", {});
    QVERIFY(reading->started());
}

void WireAnswersTest::whatFollowsTheEndIsDropped()
{
    QCOMPARE(told(Chat, chatText() + chatText()), told(Chat, chatText()));
    QCOMPARE(told(OpenAi, responsesText() + responsesText()), told(OpenAi, responsesText()));
    QCOMPARE(told(Claude, claudeText() + claudeText()), told(Claude, claudeText()));
    QCOMPARE(told(Claude, claudeText() + "data: no JSON\n\n{\"error\":\"late\"}\n"), told(Claude, claudeText()));
}

void WireAnswersTest::limitsHold()
{
    const B longest(5 << 20, 'x');
    QCOMPARE(told(Chat, "data: {\"choices\":[{\"delta\":{\"content\":\"" + longest + "\"}}]}\n\n" + chatText()), B("!corrupt: an event of the answer is longer than 4 MiB"));
    B many;
    for (int i = 0; i < 200; ++i)
        many += "data: {\"choices\":[{\"delta\":{\"tool_calls\":[{\"index\":" + B::number(i) + ",\"id\":\"a\",\"function\":{\"name\":\"x\"}}]}}]}\n\n";
    QCOMPARE(told(Chat, many + chatText()), B("!corrupt: the answer calls more than 128 tools"));
    const auto deep = B(70, '[') + B(70, ']');
    QCOMPARE(told(Chat, "data: {\"x\":" + deep + "}\n\n" + chatText()), B("!corrupt: an event of the answer is not JSON"));
    QVERIFY(told(Chat, chatStream({(B(R"({"id":"c","model":"m","choices":[{"delta":{"tool_calls":[{"index":0,"id":"a","function":{"name":"x","arguments":"{\"x\":)") + deep + R"(}"}}]},"finish_reason":"tool_calls"}]})").constData()})).contains("<a x raw {\"x\":[[["));
}

#endif

QTEST_GUILESS_MAIN(WireAnswersTest)
#include "wire_answers_test.moc"
