#pragma once

#include <list>
#include <map>
#include <memory>
#include <mutex>

#include <QTimer>

#include "engine/embedding/remote_provider.h"
#include "engine/knowledge/search.h"
#include "engine/store/store.h"
#include "engine/vocabulary/mailbox.h"

namespace hs::knowledge {

/// Keeps the vectors of a service outside, beside those of the local model, and takes their place once every passage has one. Until then, and
/// whenever the service fails, the local model compares. Vectors of different models never meet: each has a row of `knowledge_models` of its own.
///
/// Lives in the transport's thread; what says so may be called from any.
class RemoteKeeper {
public:
    struct Options {
        embedding::RemoteSettings settings;
        /// Whether a passage's words may go to the service (its business's rule). Null: all.
        std::function<bool(const std::string &entity)> mayLeave;
        std::function<void()> changed; ///< progress; quick
        std::vector<std::string> foreign; ///< questions that no studio's sources answer: what they reach is no evidence (knowledge.md §6)
    };
    struct Progress {
        std::string name;    ///< "openai · text-embedding-3-small"
        double share = 0;    ///< of the passages that may leave, 0 to 1
        bool complete = false;
        std::string trouble;
    };

    /// All outlive it.
    RemoteKeeper(store::Store &store, http::Transport &transport, const Clock &clock, std::shared_ptr<Mailbox> mailbox, Options options);
    ~RemoteKeeper();

    void start();
    void wake(); ///< any thread: there are passages to be compared
    void remove(const std::vector<std::int64_t> &passages); ///< any thread
    /// Null until every passage has a vector. Any thread.
    [[nodiscard]] std::shared_ptr<const Meanings> meanings() const;
    [[nodiscard]] Progress progress() const; ///< any thread
    /// The vector of a question. `done` in this thread; questions asked again are remembered.
    void question(const std::string &text, std::function<void(Result<std::vector<float>>)> done);

private:
    struct Batch {
        std::vector<store::knowledge::Unembedded> passages;
        std::int64_t after = 0;
        bool end = false;
    };
    struct Alive {
        bool yes = true;
    };
    void post(std::function<void()> task); ///< dropped once this object is gone
    void probe();
    void open(int dimensions);
    void next();
    void take(Batch batch);
    void keep(const Batch &batch, const std::vector<embedding::Embedded> &vectors);
    void complete();
    void measure();
    void failed(const Error &error);

    store::Store &m_store;
    std::shared_ptr<Mailbox> m_mailbox;
    Options m_options;
    embedding::RemoteProvider m_provider;
    std::shared_ptr<Alive> m_alive = std::make_shared<Alive>();
    QTimer m_rest; ///< after a failure

    std::int64_t m_row = 0, m_after = 0;
    std::string m_fingerprint;
    int m_dimensions = 0;
    double m_none = 0, m_weak = 0;
    bool m_working = false, m_again = false;
    std::list<std::pair<std::string, std::vector<float>>> m_asked; ///< newest first

    mutable std::mutex m_mutex;
    std::shared_ptr<embedding::VectorIndex> m_index;
    std::shared_ptr<const Meanings> m_meanings;
    Progress m_progress;
    std::vector<std::int64_t> m_removed;
};

} // namespace hs::knowledge
