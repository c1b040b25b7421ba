//! How much memory a check takes.

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

/// Counts what the system's own allocator is asked for, each thread for itself.
struct Counting;

thread_local! {
    static HELD: Cell<isize> = const { Cell::new(0) };
    static MOST: Cell<isize> = const { Cell::new(0) };
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

fn more(bytes: usize) {
    let held = HELD.get() + bytes.cast_signed();
    HELD.set(held);
    MOST.set(MOST.get().max(held));
}

fn less(bytes: usize) {
    HELD.set(HELD.get() - bytes.cast_signed());
}

// Safe as the system's own allocator is: every call is handed on to it unchanged.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        unsafe { System.alloc(layout) }
    }

    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        more(layout.size());
        unsafe { System.alloc_zeroed(layout) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        less(layout.size());
        unsafe { System.dealloc(at, layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        // Both may exist for a moment, while one is copied to the other.
        more(size);
        less(layout.size());
        unsafe { System.realloc(at, layout, size) }
    }
}

/// Measures from its start to its stop, on one thread.
pub struct Meter {
    held: isize,
}

impl Meter {
    pub fn start() -> Self {
        MOST.set(HELD.get());
        Self { held: HELD.get() }
    }

    /// The most bytes that were held at a time.
    pub fn stop(self) -> usize {
        usize::try_from(MOST.get() - self.held).unwrap_or_default()
    }
}

/// What the check of a text of so many bytes may hold of memory: some for any text, and so much
/// for each byte of it.
pub fn allowed(bytes: usize) -> usize {
    (4 << 20) + 2_000 * bytes
}
