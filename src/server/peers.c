/* A list of the open connections under one lock, which is taken when one opens or closes and once a second;
 * the phases of a connection are atomics that its own thread writes. */
#include "server/peers.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <pthread.h>

#include "base/clock.h"

enum { ANSWER_FACTOR = 10, CROWDED_FACTOR = 8 };

struct Peers {
    pthread_mutex_t lock;
    Peer *first;
    unsigned count, all_max, each_max;
    int64_t timeout_us;
};

Peers *peers_open(unsigned all_max, unsigned each_max, int64_t timeout_us)
{
    Peers *peers = calloc(1, sizeof *peers);
    if (!peers)
        fatal("memory is used up");
    pthread_mutex_init(&peers->lock, NULL);
    peers->all_max = all_max;
    peers->each_max = each_max;
    peers->timeout_us = timeout_us;
    return peers;
}

void peers_close(Peers *peers)
{
    if (!peers)
        return;
    while (peers->first)
        peers_remove(peers, peers->first);
    pthread_mutex_destroy(&peers->lock);
    free(peers);
}

static void read_address(const struct sockaddr *address, unsigned char out[16], bool *is_local)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    static const unsigned char loopback[16] = {[15] = 1};
    memset(out, 0, 16);
    if (address && address->sa_family == AF_INET) {
        struct sockaddr_in v4;
        memcpy(&v4, address, sizeof v4);
        memcpy(out, mapped, 12);
        memcpy(out + 12, &v4.sin_addr, 4);
    } else if (address && address->sa_family == AF_INET6) {
        struct sockaddr_in6 v6;
        memcpy(&v6, address, sizeof v6);
        memcpy(out, &v6.sin6_addr, 16);
    }
    *is_local = memcmp(out, loopback, 16) == 0 || (memcmp(out, mapped, 12) == 0 && out[12] == 127);
}

bool peers_accept(Peers *peers, const struct sockaddr *address, socklen_t size)
{
    unsigned char who[16];
    bool is_local;
    unsigned count = 0;
    if (size < sizeof(sa_family_t))
        return true;
    read_address(address, who, &is_local);
    if (is_local)
        return true;
    pthread_mutex_lock(&peers->lock);
    for (const Peer *peer = peers->first; peer; peer = peer->next)
        count += memcmp(peer->address, who, 16) == 0;
    pthread_mutex_unlock(&peers->lock);
    return count < peers->each_max;
}

static void write_name(Peer *peer)
{
    static const unsigned char mapped[12] = {[10] = 0xff, [11] = 0xff};
    bool is_v4 = memcmp(peer->address, mapped, 12) == 0;
    if (!inet_ntop(is_v4 ? AF_INET : AF_INET6, is_v4 ? peer->address + 12 : peer->address, peer->name,
                   sizeof peer->name))
        snprintf(peer->name, sizeof peer->name, "-");
}

Peer *peers_add(Peers *peers, int fd, const struct sockaddr *address)
{
    Peer *peer = calloc(1, sizeof *peer);
    if (!peer)
        fatal("memory is used up");
    peer->fd = fd;
    read_address(address, peer->address, &peer->is_local);
    write_name(peer);
    peer->since_us = clock_monotonic_us();
    pthread_mutex_lock(&peers->lock);
    peer->next = peers->first;
    if (peers->first)
        peers->first->previous = peer;
    peers->first = peer;
    peers->count++;
    pthread_mutex_unlock(&peers->lock);
    return peer;
}

void peers_remove(Peers *peers, Peer *peer)
{
    if (!peer)
        return;
    pthread_mutex_lock(&peers->lock);
    *(peer->previous ? &peer->previous->next : &peers->first) = peer->next;
    if (peer->next)
        peer->next->previous = peer->previous;
    peers->count--;
    pthread_mutex_unlock(&peers->lock);
    free(peer);
}

static void set_phase(Peer *peer, bool is_answering)
{
    atomic_store_explicit(&peer->since_us, clock_monotonic_us(), memory_order_relaxed);
    atomic_store_explicit(&peer->is_answering, is_answering, memory_order_relaxed);
}

void peer_begin(Peer *peer)
{
    set_phase(peer, true);
}

void peer_end(Peer *peer)
{
    set_phase(peer, false);
}

unsigned peers_answering(Peers *peers)
{
    unsigned count = 0;
    pthread_mutex_lock(&peers->lock);
    for (Peer *peer = peers->first; peer; peer = peer->next)
        count += atomic_load_explicit(&peer->is_answering, memory_order_relaxed);
    pthread_mutex_unlock(&peers->lock);
    return count;
}

unsigned peers_count(Peers *peers)
{
    pthread_mutex_lock(&peers->lock);
    unsigned count = peers->count;
    pthread_mutex_unlock(&peers->lock);
    return count;
}

void peers_end_slow(Peers *peers)
{
    int64_t now_us = clock_monotonic_us();
    pthread_mutex_lock(&peers->lock);
    bool is_crowded = peers->count > peers->all_max - peers->all_max / 4;
    int64_t waiting_us = is_crowded ? peers->timeout_us / CROWDED_FACTOR : peers->timeout_us;
    for (Peer *peer = peers->first; peer; peer = peer->next) {
        bool is_answering = atomic_load_explicit(&peer->is_answering, memory_order_relaxed);
        int64_t since_us = atomic_load_explicit(&peer->since_us, memory_order_relaxed);
        if (now_us - since_us > (is_answering ? peers->timeout_us * ANSWER_FACTOR : waiting_us))
            shutdown(peer->fd, SHUT_RDWR); /* its own thread closes it */
    }
    pthread_mutex_unlock(&peers->lock);
}
