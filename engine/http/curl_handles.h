#pragma once

#include <memory>
#include <string>

#include <curl/curl.h>

/// Owners of libcurl's handles. Inside of the transport only.
namespace hs::http {

struct FreeEasy {
    void operator()(CURL *handle) const { curl_easy_cleanup(handle); }
};
struct FreeMulti {
    void operator()(CURLM *handle) const { curl_multi_cleanup(handle); }
};
struct FreeUrl {
    void operator()(CURLU *url) const { curl_url_cleanup(url); }
};
struct FreeList {
    void operator()(curl_slist *list) const { curl_slist_free_all(list); }
};
struct FreeText {
    void operator()(char *text) const { curl_free(text); }
};
using Easy = std::unique_ptr<CURL, FreeEasy>;
using Multi = std::unique_ptr<CURLM, FreeMulti>;
using UrlHandle = std::unique_ptr<CURLU, FreeUrl>;
using List = std::unique_ptr<curl_slist, FreeList>;

inline void append(List &list, const std::string &line)
{
    if (curl_slist *grown = curl_slist_append(list.get(), line.c_str())) {
        static_cast<void>(list.release()); // the grown list begins with the old one
        list.reset(grown);
    }
}

/// One part of a parsed URL; empty when it is not there.
[[nodiscard]] inline std::string urlPart(CURLU *url, CURLUPart which, unsigned flags = 0)
{
    char *text = nullptr;
    if (curl_url_get(url, which, &text, flags) != CURLUE_OK)
        return {};
    const std::unique_ptr<char, FreeText> owner(text);
    return text;
}

/// Whether a host is this machine, which no proxy and no STARTTLS stands before.
[[nodiscard]] inline bool isLoopback(const std::string &host)
{
    return host == "localhost" || host.rfind("127.", 0) == 0 || host == "::1" || host == "[::1]";
}

} // namespace hs::http
